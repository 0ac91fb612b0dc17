/** Ticks of one processor, or of all together, since the boot. */
export interface CpuTimes {
  readonly total: number
  readonly idle: number
}

export interface CpuStat {
  readonly all: CpuTimes
  /** In the order of the kernel; a thread that was taken offline is missing. */
  readonly threads: readonly CpuTimes[]
}

/** `/proc/stat`. Source: proc_stat(5): user nice system idle iowait irq softirq steal guest guest_nice; guests count as user. */
export function parseCpuStat(text: string): CpuStat {
  const threads: CpuTimes[] = []
  let all: CpuTimes = { total: 0, idle: 0 }
  for (const line of text.split('\n')) {
    if (!line.startsWith('cpu')) break
    const [name, ...fields] = line.split(/ +/)
    const ticks = fields.slice(0, 8).map(Number)
    const times = {
      total: ticks.reduce((sum, each) => sum + each, 0),
      idle: (ticks[3] ?? 0) + (ticks[4] ?? 0),
    }
    if (name === 'cpu') all = times
    else threads.push(times)
  }
  return { all, threads }
}

/** When the kernel started, in epoch seconds; null when the text does not say. */
export function parseBootTime(text: string): number | null {
  const seconds = /^btime (\d+)$/m.exec(text)?.[1]
  return seconds === undefined ? null : Number(seconds)
}

/** Share that was not idle between two readings, 0–100 with one decimal; 0 when no time has passed. */
export function busyPercent(before: CpuTimes, after: CpuTimes): number {
  const total = after.total - before.total
  if (total <= 0) return 0
  // A virtual processor's idle count has been seen to go back a tick.
  const idle = Math.min(total, Math.max(0, after.idle - before.idle))
  return Math.round((1 - idle / total) * 1000) / 10
}
