import { formatBytes } from '../../../shared/format.ts'
import type { HostReadings } from '../../../shared/host.ts'

/** One part of the map of the memory. Together they are all of it. */
export interface MemoryPart {
  readonly key: string
  readonly name: string
  readonly kind: 'stack' | 'others' | 'cache' | 'free'
  readonly bytes: number
  /** Of the whole, 0 to 1. */
  readonly share: number
  /** What is said below its number. */
  readonly note: string
  /** Place among the lab's stacks; null for what is none. */
  readonly livery: number | null
  readonly isAlwaysOn: boolean
}

interface KnownStack {
  readonly name: string
  readonly alwaysOn: boolean
}

/** The parts from the left to the right: stacks with the largest first, others, page cache, free. */
export function describeMemory(
  memory: HostReadings['memory'],
  stacks: readonly KnownStack[],
): readonly MemoryPart[] {
  const { totalBytes, freeBytes, cacheBytes, otherBytes } = memory
  const shareOf = (bytes: number) => (totalBytes > 0 ? bytes / totalBytes : 0)
  const part = (kind: 'others' | 'cache' | 'free', name: string, bytes: number, note: string): MemoryPart => {
    return { key: kind, name, kind, bytes, share: shareOf(bytes), note, livery: null, isAlwaysOn: false }
  }
  return [
    ...memory.stacks.map(({ stack, bytes, swapBytes, limitBytes }): MemoryPart => {
      const index = stacks.findIndex(({ name }) => name === stack)
      const limit = limitBytes === null ? 'no limit' : `limit ${formatBytes(limitBytes)}`
      return {
        key: `stack ${stack}`,
        name: stack,
        kind: 'stack',
        bytes,
        share: shareOf(bytes),
        note: swapBytes > 0 ? `${limit}, ${formatBytes(swapBytes)} in swap` : limit,
        livery: Math.max(0, index),
        isAlwaysOn: stacks[index]?.alwaysOn ?? false,
      }
    }),
    part('others', 'host and others', otherBytes, 'not limited'),
    part('cache', 'page cache', cacheBytes, 'reclaimable'),
    part('free', 'free', freeBytes, ''),
  ]
}

/** The map for those who cannot see it. */
export function summarizeMemory(parts: readonly MemoryPart[]): string {
  return `Memory: ${parts.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`).join(', ')}`
}

/** Round marks below the map, in the unit of the whole; the last one is the whole itself. */
export function marksOf(totalBytes: number): readonly { readonly share: number; readonly label: string }[] {
  const gib = 1024 ** 3
  const unit = totalBytes >= 4 * gib ? gib : 1024 ** 2
  const total = totalBytes / unit
  const step = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000].find((each) => total / each <= 6) ?? total
  const marks = []
  for (let value = 0; value < total - step * 0.6; value += step)
    marks.push({ share: value / total, label: String(value) })
  return [...marks, { share: 1, label: formatBytes(totalBytes) }]
}
