import { formatServiceRef } from '../../shared/format.ts'
import type { Gpu } from '../../shared/host.ts'
import type { GpuRoom, Holder, Share, Stranger } from './model.ts'

const gib = 1024 ** 3

/** Less than this, or than a tenth of what is claimed, is what a program keeps that has nothing loaded. */
const idleBytes = gib

/** What a desktop may take besides; the driver names nobody for that. */
const desktopBytes = 2 * gib

/**
 * Who has what of which GPU: what is claimed, or what is measured where that is more. Without GPUs there is one of unknown size,
 * or as many as are named, so that whole claims are still held against each other. Pure.
 */
export function layOut(
  gpus: readonly Gpu[],
  holders: readonly Holder[],
  named: readonly (number | null)[] = [],
): readonly GpuRoom[] {
  const known = gpus.length > 0 ? gpus.map(measure) : unknownGpus([...holders.map(deviceOf), ...named])
  const places = assign(known, holders)
  return known.map((gpu) => {
    const shares = holders.flatMap((holder) => {
      const measuredBytes = measuredOn(gpu, holder)
      const isHere = places.get(holder.key) === gpu.index
      const isWhole = holder.claim.vramBytes === null
      // One that spreads over several GPUs has its claim on the first of them, and on the others what it really has.
      if (!isHere && !measuredBytes) return []
      return [shareOf(gpu, holder, { measuredBytes, isClaimed: isHere || isWhole })]
    })
    return {
      index: gpu.index,
      title: gpu.title,
      totalBytes: gpu.totalBytes,
      shares,
      strangers: strangersOn(gpu, holders, shares),
    }
  })
}

interface MeasuredGpu {
  readonly index: number
  readonly title: string
  readonly totalBytes: number | null
  readonly usedBytes: number | null
  readonly users: Gpu['users']
  /** Used by what the driver does not name. */
  readonly namelessBytes: number
}

function measure({ index, name, memoryTotalBytes, memoryUsedBytes, users }: Gpu): MeasuredGpu {
  const told = users.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0)
  return {
    index,
    title: `GPU ${index} (${name})`,
    totalBytes: memoryTotalBytes,
    usedBytes: memoryUsedBytes,
    users,
    namelessBytes: memoryUsedBytes === null ? 0 : Math.max(0, memoryUsedBytes - told),
  }
}

function unknownGpus(named: readonly (number | null)[]): readonly MeasuredGpu[] {
  const indexes = new Set(named.map((device) => device ?? 0)).add(0)
  return [...indexes]
    .sort((a, b) => a - b)
    .map((index) => ({
      index,
      title: `GPU ${index}`,
      totalBytes: null,
      usedBytes: null,
      users: [],
      namelessBytes: 0,
    }))
}

const deviceOf = ({ claim }: Holder) => claim.device

/** By `stack/service`: the GPU that its claim is reckoned on. */
function assign(gpus: readonly MeasuredGpu[], holders: readonly Holder[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const claimed = new Map(gpus.map(({ index }) => [index, 0]))
  const take = (holder: Holder, index: number) => {
    places.set(holder.key, index)
    claimed.set(index, (claimed.get(index) ?? 0) + (holder.claim.vramBytes ?? Infinity))
  }
  const free: Holder[] = []
  for (const holder of holders) {
    const most = gpus
      .map((gpu) => ({ index: gpu.index, bytes: measuredOn(gpu, holder) ?? 0 }))
      .reduce((best, each) => (each.bytes > best.bytes ? each : best), { index: -1, bytes: 0 })
    if (holder.claim.device !== null) take(holder, holder.claim.device)
    else if (most.bytes > 0) take(holder, most.index)
    else free.push(holder)
  }
  for (const holder of free) {
    const need = holder.claim.vramBytes ?? 0
    const isFree = ({ index, totalBytes }: MeasuredGpu) =>
      (claimed.get(index) ?? 0) + need <= (totalBytes ?? Infinity) && claimed.get(index) !== Infinity
    const first = gpus.find(isFree) ?? gpus[0]
    if (first) take(holder, first.index)
  }
  return places
}

/** Null when the driver does not tell of some process of it, or of no process at all. */
function measuredOn({ users, usedBytes }: MeasuredGpu, { containers }: Holder): number | null {
  if (usedBytes === null) return null
  const own = users.filter(({ containerId }) => containerId !== null && containers.includes(containerId))
  if (own.some(({ memoryBytes }) => memoryBytes === null)) return null
  return own.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0)
}

function shareOf(
  gpu: MeasuredGpu,
  holder: Holder,
  { measuredBytes, isClaimed }: { readonly measuredBytes: number | null; readonly isClaimed: boolean },
): Share {
  const { vramBytes } = holder.claim
  const isIdle = judgeIdle(gpu, holder, measuredBytes)
  const claimed = isClaimed ? vramBytes : 0
  const heldBytes = isIdle
    ? (measuredBytes ?? 0)
    : claimed === null
      ? null
      : Math.max(claimed, measuredBytes ?? 0)
  return { holder, heldBytes, measuredBytes, isIdle }
}

/**
 * Whoever can unload loads when it is used. While it has next to nothing, only that counts: that is derived from what is
 * measured alone, so it holds again what it claims as soon as it has loaded again.
 */
function judgeIdle(gpu: MeasuredGpu, holder: Holder, measuredBytes: number | null): boolean {
  if (!holder.canUnload || holder.isStarting) return false
  if (measuredBytes === null) return holder.hasUnloaded ?? false
  const limit = Math.max(idleBytes, (holder.claim.vramBytes ?? gpu.totalBytes ?? 0) / 10)
  // Where the driver names nobody at all, what is used may well be what this one has.
  const isNamed = gpu.users.some(({ memoryBytes }) => memoryBytes !== null)
  return measuredBytes <= limit && (isNamed || gpu.namelessBytes <= limit + desktopBytes)
}

function strangersOn(
  gpu: MeasuredGpu,
  holders: readonly Holder[],
  shares: readonly Share[],
): readonly Stranger[] {
  const ours = new Set(holders.flatMap(({ containers }) => containers))
  const named = gpu.users
    .filter(({ containerId }) => containerId === null || !ours.has(containerId))
    .map((user) => ({ name: nameOf(user), bytes: user.memoryBytes ?? 0 }))
  // What nobody is named for is first of all what holders have taken of their claims.
  const expected = shares.reduce(
    (sum, { heldBytes, measuredBytes }) => sum + ((heldBytes ?? Infinity) - (measuredBytes ?? 0)),
    0,
  )
  const rest = Math.max(0, gpu.namelessBytes - expected)
  return [...named, { name: 'what the driver does not name', bytes: rest }]
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
}

function nameOf({ process, pid, containerId, stack, service }: Gpu['users'][number]): string {
  if (stack !== null && service !== null) return formatServiceRef({ stack, service })
  return containerId === null
    ? `${process} (process ${pid})`
    : `${process} in container ${containerId.slice(0, 12)}`
}
