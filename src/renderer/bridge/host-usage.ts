import type { MetricAnswer, MetricBeat, MetricLine } from '../../shared/metrics.ts'
import { createUsageBuckets } from './usage-buckets.ts'

/** The host in a few numbers, now and in the last 15 minutes: shares of what there is, 0–1, in steps, oldest first. */
export interface HostUsage {
  readonly now: MetricBeat['host']
  readonly cpu: readonly (number | null)[]
  readonly memory: readonly (number | null)[]
  readonly swap: readonly (number | null)[]
  readonly vram: readonly (number | null)[]
}

const subject = { kind: 'host' } as const

/** What has to be asked for `seed`. */
export const hostLines: readonly MetricLine[] = (['cpu', 'memory', 'swap', 'vram'] as const).map(
  (metric) => ({ subject, metric, isBrief: true }),
)

/** Gathers beats of the host. */
export function createHostUsage() {
  const buckets = createUsageBuckets()
  let now: MetricBeat['host'] | null = null
  return {
    add({ atMs, host }: MetricBeat): void {
      now = host
      const used = [host.cpu, host.memoryUsedBytes, host.swapUsedBytes, host.vramUsedBytes]
      buckets.add(atMs, sharesOf(used, host))
    },
    /** Lines as `hostLines` asks for them. */
    seed(fromMs: number, lines: MetricAnswer['lines']): void {
      const host = now
      if (!host) return
      const columns = lines.map(({ mean }, place) =>
        mean.map((value) => shareOf(value, totalsOf(host)[place] ?? null)),
      )
      buckets.seed(fromMs, columns)
    },
    /** Null before the first beat. */
    read(nowMs: number): HostUsage | null {
      const [cpu, memory, swap, vram] = [0, 1, 2, 3].map((place) => buckets.read(nowMs, place))
      return now && cpu && memory && swap && vram ? { now, cpu, memory, swap, vram } : null
    },
  }
}

function sharesOf(used: readonly (number | null)[], host: MetricBeat['host']): readonly (number | null)[] {
  const totals = totalsOf(host)
  return used.map((value, place) => shareOf(value, totals[place] ?? null))
}

function totalsOf({
  threads,
  memoryTotalBytes,
  swapTotalBytes,
  vramTotalBytes,
}: MetricBeat['host']): readonly (number | null)[] {
  return [threads, memoryTotalBytes, swapTotalBytes, vramTotalBytes]
}

/** Null where there is nothing to have a share of. */
function shareOf(value: number | null, total: number | null): number | null {
  return value === null || !total ? null : value / total
}
