import { formatBytes, formatList } from '../../shared/format.ts'
import type { Share, Verdict } from './model.ts'

/** What stands in the way: `ai/comfyui holds 12 GiB of 24 GiB`, `python (process 77) has 20 GiB of 24 GiB`. */
export function describeObstacle({ room, holders, strangers }: Extract<Verdict, { kind: 'waits' }>): string {
  const total = room.totalBytes === null ? '' : ` of ${formatBytes(room.totalBytes)}`
  const parts = [
    ...holders.map((share) => `${share.holder.key} holds ${describeShare(share)}`),
    ...strangers.slice(0, 3).map(({ name, bytes }) => `${name} has ${formatBytes(bytes)}`),
  ]
  const last = holders.at(-1)
  const endsWhole = strangers.length === 0 && last?.heldBytes === null
  return `${formatList(parts)}${endsWhole ? '' : total}`
}

function describeShare({ heldBytes, measuredBytes }: Share): string {
  if (heldBytes !== null) return formatBytes(heldBytes)
  return measuredBytes ? `the whole GPU (${formatBytes(measuredBytes)} in use)` : 'the whole GPU'
}

/** The same, for whoever waits: `waits for the GPU: ai/comfyui holds 12 GiB of 24 GiB`. */
export function describeWait(verdict: Extract<Verdict, { kind: 'waits' }>, hasSeveral: boolean): string {
  const which = hasSeveral ? `GPU ${verdict.room.index}` : 'the GPU'
  return `waits for ${which}: ${describeObstacle(verdict)}`
}
