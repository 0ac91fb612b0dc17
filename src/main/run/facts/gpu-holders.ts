import type { ContainerSummary } from '../../engine/model.ts'
import type { Holder } from '../../gpu/model.ts'
import type { GpuSettings } from '../../lab/model.ts'
import type { LabContainer } from '../../host/readings/model.ts'
import { type LabModel, type LabService, matchOwnContainers } from './lab-model.ts'

/** A service with a claim on a GPU. */
export type Claimant = LabService & { readonly settings: { readonly gpu: GpuSettings } }

export function listClaimants({ services }: Pick<LabModel, 'services'>): readonly Claimant[] {
  return services.filter((service): service is Claimant => service.settings.gpu !== undefined)
}

/**
 * The services of a lab that hold something of a GPU because they run: nothing is remembered of it. `starting`: services that are
 * about to run, or that have not come up yet, by `stack/service`. Pure.
 */
export function findHolders(
  model: LabModel,
  containers: readonly ContainerSummary[],
  starting: ReadonlySet<string> = new Set(),
): readonly Holder[] {
  const owned = matchOwnContainers(model.services, containers)
  return listClaimants(model).flatMap((service): readonly Holder[] => {
    const running = (owned.get(service.key) ?? []).filter(isRunning)
    const isBegun = starting.has(service.key)
    if (running.length === 0 && !isBegun) return []
    return [
      {
        key: service.key,
        claim: service.settings.gpu.claim,
        canUnload: service.settings.gpu.unload !== null,
        isAlwaysOn: service.stack.alwaysOn,
        containers: running.map(({ id }) => id),
        isStarting: isBegun || running.some(({ health }) => health === 'starting'),
      },
    ]
  })
}

/** The lab's containers as readings name them; where their processes are does not matter for that. */
export function namedContainers(
  model: LabModel,
  containers: readonly ContainerSummary[],
): readonly LabContainer[] {
  const owned = matchOwnContainers(model.services, containers)
  return model.services.flatMap(({ key, ref }) =>
    (owned.get(key) ?? []).filter(isRunning).map(({ id }) => ({ id, pid: 0, ...ref })),
  )
}

function isRunning({ state }: ContainerSummary): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused'
}
