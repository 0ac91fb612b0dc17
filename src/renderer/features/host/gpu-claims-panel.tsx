import { formatBytes, formatServiceRef } from '../../../shared/format.ts'
import { claimWords, describeClaim } from '../../../shared/gpu-words.ts'
import type { GpuClaimant } from '../../../shared/gpu.ts'
import { Button } from '../../ui/button.tsx'
import { Signal, type SignalState } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import type { GpuClaims } from './use-gpu-claims.ts'

const signals: Readonly<Record<GpuClaimant['state'], SignalState>> = {
  holds: 'ready',
  idle: 'waiting',
  down: 'stopped',
}

/** What services of the lab claim of the GPUs, beside what they use. Nothing where nobody claims anything. */
export function GpuClaimsPanel({ gpu: { claims, busy, unload } }: { readonly gpu: GpuClaims }) {
  if (claims.length === 0) return null
  return (
    <Panel title="GPU claims">
      <ul aria-label="Who claims a GPU" className="px-3 pb-3 text-12">
        {claims.map((claimant) => {
          const { service, claim, state, device, measuredBytes, isAlwaysOn, canUnload } = claimant
          const name = formatServiceRef(service)
          const words = [
            claimWords[state],
            device === null ? null : `on GPU ${device}`,
            isAlwaysOn ? 'always on' : null,
          ]
          return (
            <li
              key={name}
              className="flex min-h-8 flex-wrap items-center gap-x-2 border-t border-line py-1 first:border-t-0"
            >
              <Signal state={signals[state]} label={null} size={14} />
              <span className="min-w-0 font-medium break-words">{name}</span>
              <span className="text-ink-3">{words.filter((word) => word !== null).join(', ')}</span>
              <span className="numeric ml-auto">
                claims {describeClaim(claim)}
                {state !== 'down' &&
                  `, uses ${measuredBytes === null ? 'what is not told' : formatBytes(measuredBytes)}`}
              </span>
              {canUnload && (
                <Button
                  size="small"
                  aria-label={`Unload ${name}`}
                  isBusy={busy === name}
                  disabled={state === 'down'}
                  onClick={() => unload(service)}
                >
                  Unload
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
