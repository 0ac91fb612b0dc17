import { formatBytes, formatServiceRef } from '../../../shared/format.ts'
import { claimWords, describeClaim } from '../../../shared/gpu-words.ts'
import type { GpuClaimant, GpuState } from '../../../shared/gpu.ts'
import { gpuLines } from './host-status.ts'
import { line, span, type Line } from './line.ts'
import { type Signal, type Style, symbolOf } from './style.ts'
import { alignColumns } from './table.ts'

/** The GPUs with everybody on them, then what the lab's services claim of them beside what they use. */
export function renderGpuState({ gpus, note, claims }: GpuState, style: Style): Line[] {
  return [
    ...gpuLines({ gpus, gpuNote: note }, style),
    line(''),
    ...(claims.length === 0
      ? [line('No service of this lab claims a GPU: see `gpu` in switchyard.yaml.', 'quiet')]
      : alignColumns([
          ['', 'SERVICE', 'CLAIMS', 'USES', 'STATE'].map((title) => line(title, 'quiet')),
          ...claims.map((claimant) => renderClaim(claimant, style)),
        ])),
  ]
}

const signals: Readonly<Record<GpuClaimant['state'], Signal>> = {
  holds: 'ready',
  idle: 'waiting',
  down: 'stopped',
}

function renderClaim(claimant: GpuClaimant, style: Style): Line[] {
  const { service, claim, state, device, measuredBytes, canUnload, isAlwaysOn } = claimant
  const used = measuredBytes === null ? (state === 'down' ? '' : 'not told') : formatBytes(measuredBytes)
  const more = [
    claimWords[state],
    ...(device === null ? [] : [`on GPU ${device}`]),
    ...(isAlwaysOn ? ['always-on'] : []),
    ...(canUnload ? ['can unload'] : []),
  ]
  return [
    [span(symbolOf(signals[state], style), signals[state])],
    line(formatServiceRef(service), 'strong'),
    line(describeClaim(claim)),
    line(used),
    line(more.join(', '), 'quiet'),
  ]
}
