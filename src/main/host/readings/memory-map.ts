import type { HostReadings } from '../../../shared/host.ts'
import { readKib } from '../meminfo.ts'
import type { ContainerMemory } from './container-memory.ts'
import type { LabContainer } from './model.ts'

/**
 * Memory as parts that add up to the whole: stacks, others, page cache, free. A stack is shown as the engine counts its
 * containers, with the page cache that they use right now; that part is taken out of the cache, so that nothing is counted
 * twice.
 */
export function mapMemory(
  meminfo: string,
  containers: readonly LabContainer[],
  memoryOf: ReadonlyMap<string, ContainerMemory>,
): HostReadings['memory'] {
  const bytes = (name: string) => readKib(meminfo, name) * 1024
  const totalBytes = bytes('MemTotal')
  const freeBytes = bytes('MemFree')
  // Shared memory is in Cached as well, and cannot be dropped.
  const allCacheBytes = Math.max(
    0,
    bytes('Buffers') + bytes('Cached') + bytes('SReclaimable') - bytes('Shmem'),
  )
  const stacks = sumStacks(containers, memoryOf)
  const stacksBytes = sum(stacks.map((stack) => stack.bytes))
  const cacheBytes = Math.max(0, allCacheBytes - sum(stacks.map((stack) => stack.cacheBytes)))
  return {
    totalBytes,
    availableBytes: bytes('MemAvailable'),
    freeBytes,
    cacheBytes,
    stacks: stacks.map(({ stack, bytes, swapBytes, limitBytes }) => ({
      stack,
      bytes,
      swapBytes,
      limitBytes,
    })),
    otherBytes: Math.max(0, totalBytes - freeBytes - cacheBytes - stacksBytes),
  }
}

function sumStacks(containers: readonly LabContainer[], memoryOf: ReadonlyMap<string, ContainerMemory>) {
  return [...Map.groupBy(containers, ({ stack }) => stack)]
    .flatMap(([stack, own]) => {
      const memories = own.flatMap(({ id }) => memoryOf.get(id) ?? [])
      if (memories.length === 0) return []
      const limits = memories.flatMap(({ limitBytes }) => limitBytes ?? [])
      return [
        {
          stack,
          bytes: sum(memories.map(({ usedBytes }) => usedBytes)),
          swapBytes: sum(memories.map(({ swapBytes }) => swapBytes)),
          cacheBytes: sum(memories.map(({ cacheBytes }) => cacheBytes)),
          limitBytes: limits.length === memories.length ? sum(limits) : null,
        },
      ]
    })
    .sort((a, b) => b.bytes - a.bytes)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
