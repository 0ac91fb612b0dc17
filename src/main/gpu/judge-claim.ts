import type { GpuClaim } from '../../shared/gpu.ts'
import { describeClaim } from '../../shared/gpu-words.ts'
import { formatBytes } from '../../shared/format.ts'
import type { Gpu } from '../../shared/host.ts'
import { layOut } from './lay-out.ts'
import type { GpuRoom, Holder, Share, Verdict } from './model.ts'

/**
 * Whether a service can have what it claims now, beside the others that hold something and whoever else has memory there.
 * A claim without a GPU of its own takes the first on which it fits. Pure.
 */
export function judgeClaim(claim: GpuClaim, holders: readonly Holder[], gpus: readonly Gpu[]): Verdict {
  const rooms = layOut(gpus, holders, [claim.device])
  const own = rooms.filter(({ index }) => claim.device === null || index === claim.device)
  if (own.length === 0)
    return { kind: 'never', reason: `claims GPU ${claim.device}, and there is ${listGpus(rooms)}` }
  const verdicts = own.map((room) => judgeRoom(claim, room))
  const fit = verdicts.find(({ kind }) => kind === 'fits')
  if (fit) return fit
  const waits = verdicts.filter((verdict) => verdict.kind === 'waits')
  const best = waits.toSorted((a, b) => costOf(a) - costOf(b))[0]
  if (best) return best
  return { kind: 'never', reason: `claims ${describeClaim(claim)}, and there is ${listGpus(own)}` }
}

/** Strangers may never end; whoever must not be stopped may never give back. */
function costOf({ holders, strangers }: Extract<Verdict, { kind: 'waits' }>): number {
  const stuck = holders.filter(({ holder }) => holder.isAlwaysOn && !holder.canUnload)
  return (strangers.length > 0 ? 10_000 : 0) + stuck.length * 100 + holders.length
}

function judgeRoom({ vramBytes }: GpuClaim, room: GpuRoom): Verdict {
  const { index: device, totalBytes } = room
  const busy = room.shares.filter(({ isIdle }) => !isIdle)
  const whole = busy.filter(({ heldBytes }) => heldBytes === null)
  const isGuess = vramBytes !== null && totalBytes === null
  const waits = (holders: readonly Share[], strangers: GpuRoom['strangers'] = []): Verdict => ({
    kind: 'waits',
    room,
    holders: holders.toSorted(byHeld),
    strangers,
  })
  if (vramBytes === null) return busy.length === 0 ? { kind: 'fits', device, isGuess } : waits(busy)
  if (totalBytes === null) return whole.length === 0 ? { kind: 'fits', device, isGuess } : waits(whole)
  if (vramBytes > totalBytes) return { kind: 'never', reason: '' }
  const sumOf = (shares: readonly Share[]) => shares.reduce((sum, { heldBytes }) => sum + (heldBytes ?? 0), 0)
  const others = room.strangers.reduce((sum, { bytes }) => sum + bytes, 0)
  const freeWithout = (gone: ReadonlySet<Share>) =>
    totalBytes - others - sumOf(room.shares.filter((share) => !gone.has(share)))
  if (whole.length === 0 && vramBytes <= freeWithout(new Set())) return { kind: 'fits', device, isGuess }
  const sized = busy.filter((share) => share.heldBytes !== null).toSorted(byHeld)
  const gone = new Set(whole)
  for (const share of sized) {
    if (vramBytes <= freeWithout(gone)) break
    gone.add(share)
  }
  if (vramBytes > freeWithout(gone)) return waits([...gone], room.strangers)
  // The largest go first; a smaller one that was taken before may not be needed after all.
  for (const share of sized.toReversed()) {
    const without = new Set([...gone].filter((each) => each !== share))
    if (gone.has(share) && vramBytes <= freeWithout(without)) gone.delete(share)
  }
  return waits([...gone])
}

/** What holds most first. */
function byHeld(a: Share, b: Share): number {
  return (b.heldBytes ?? Infinity) - (a.heldBytes ?? Infinity) || (a.holder.key < b.holder.key ? -1 : 1)
}

function listGpus(rooms: readonly GpuRoom[]): string {
  if (rooms.length === 0) return 'no such GPU'
  const listed = rooms.map(({ title, totalBytes }) =>
    totalBytes === null ? title : `${title} with ${formatBytes(totalBytes)}`,
  )
  return `only ${listed.join(' and ')}`
}
