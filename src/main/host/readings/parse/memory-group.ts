/** Memory of a container as its control group counts it, in bytes. */
export interface GroupMemory {
  /** In use as the engine says it: everything but the page cache that was not touched lately. */
  readonly usedBytes: number
  readonly swapBytes: number
  /** What of `usedBytes` the machine counts as page cache as well. */
  readonly cacheBytes: number
}

/** v2: `memory.current` and `memory.stat`. Source: docker/cli, cli/command/container/stats_helpers.go. */
export function unifiedMemory(current: string, stat: string, swap: string | null): GroupMemory {
  return {
    usedBytes: Math.max(0, Number(current) - valueOf(stat, 'inactive_file')),
    swapBytes: Number(swap ?? 0),
    cacheBytes: valueOf(stat, 'active_file') + valueOf(stat, 'slab_reclaimable'),
  }
}

/** v1: `memory.usage_in_bytes` and `memory.stat`, in which `total_` counts the groups below as well. */
export function firstMemory(usage: string, stat: string): GroupMemory {
  return {
    usedBytes: Math.max(0, Number(usage) - valueOf(stat, 'total_inactive_file')),
    swapBytes: valueOf(stat, 'total_swap'),
    cacheBytes: valueOf(stat, 'total_active_file'),
  }
}

/** Null for none; v1 says so with the largest number of whole pages. */
export function parseLimit(text: string): number | null {
  const limit = Number(text)
  return Number.isFinite(limit) && limit < 2 ** 60 ? limit : null
}

/** A line `name value`; searched by hand, because it is asked for every container each time. */
function valueOf(stat: string, name: string): number {
  const start = stat.startsWith(`${name} `) ? 0 : stat.indexOf(`\n${name} `) + 1
  if (start === 0 && !stat.startsWith(`${name} `)) return 0
  const end = stat.indexOf('\n', start)
  return Number(stat.slice(start + name.length + 1, end === -1 ? undefined : end))
}
