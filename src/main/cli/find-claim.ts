import { SwitchyardError } from '../../shared/errors.ts'
import { formatList, formatServiceRef } from '../../shared/format.ts'
import type { GpuClaimant } from '../../shared/gpu.ts'
import type { ServiceRef } from '../../shared/lab.ts'

/** The service with a claim that is named, as `stack/service` or by the service alone. Throws NAME_UNKNOWN. */
export function findClaim(target: string, claims: readonly GpuClaimant[]): ServiceRef {
  const found = claims.filter(
    ({ service }) => formatServiceRef(service) === target || service.service === target,
  )
  const [first, second] = found
  if (first && !second) return first.service
  const names = (found.length > 0 ? found : claims).map(({ service }) => formatServiceRef(service))
  throw new SwitchyardError(
    'NAME_UNKNOWN',
    second ? `Several services are called ${target}.` : `No service ${target} claims a GPU.`,
    {
      hint:
        names.length === 0
          ? 'Claims are written under `gpu` of a stack in switchyard.yaml.'
          : `Name one of ${formatList(names)}.`,
    },
  )
}
