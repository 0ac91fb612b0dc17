/** One value: whose it is (`host`, `container:NAME`, `core:0` …), what it is (`cpu`, `memory` …), and how much. */
export type MetricSample = readonly [subject: string, metric: string, value: number]

export interface MetricQuery {
  /** Named ones, or all whose name begins so. */
  readonly subjects: readonly string[] | { readonly prefix: string }
  readonly metrics: readonly string[]
  /** Epoch milliseconds; the end is not part of it. */
  readonly fromMs: number
  readonly toMs: number
  /** No more steps than these are given. */
  readonly points: number
}

export interface MetricAnswer {
  /** When the first step begins, in epoch milliseconds: a multiple of the step, at or before what was asked for. */
  readonly fromMs: number
  readonly stepMs: number
  /** How many steps there are; every list is that long. */
  readonly steps: number
  /** By subject, then metric; without series that have nothing in that time. */
  readonly series: readonly MetricSeries[]
}

/** Null where nothing was measured: a gap is a gap. */
export interface MetricSeries {
  readonly subject: string
  readonly metric: string
  readonly min: readonly (number | null)[]
  readonly mean: readonly (number | null)[]
  readonly max: readonly (number | null)[]
}

export interface HistoryStats {
  /** On the disk, with what SQLite keeps beside the file. */
  readonly bytes: number
  /** Epoch milliseconds of the oldest value that is known; null when there is none. */
  readonly oldestMs: number | null
  /** Why nothing reaches the disk now, in one sentence; null when all is well, or another process writes. */
  readonly droppedBecause: string | null
  /** False before the first 10 seconds are over, and while another process of ours writes the same file. */
  readonly isWriter: boolean
  /** A file that could not be used and was moved out of the way; null when there is none. */
  readonly setAside: string | null
}

/**
 * What was measured: the last 15 minutes by the second in memory, days of it on the disk as roll-ups of 10 s, 1 min and
 * 15 min with least, mean and most. A disk that fails costs the history on it and nothing else; no call throws for that.
 * What a SIGKILL takes are the last 10 seconds. Roll-ups have 13 significant bits: what is read is off by 0.013 % at most.
 */
export interface MetricHistory {
  /**
   * One beat, about each second; what is measured less often stands for so many seconds, the last of them at `atMs` (default 1). What
   * is not known is left out; what is no finite number is not kept.
   */
  add(atMs: number, samples: Iterable<MetricSample>, seconds?: number): void
  query(request: MetricQuery): MetricAnswer
  /** Names of what was measured in that time, sorted. On the disk, what is older is known by the hour or by the day only. */
  subjects(fromMs: number, toMs: number): readonly string[]
  /** The most that the history may take on the disk; more goes at once, the oldest first. */
  setLimitBytes(limitBytes: number): void
  /** Brings to the disk what is not there yet. */
  flush(): void
  stats(): HistoryStats
  /** Flushes, and lets another process write. */
  dispose(): void
}
