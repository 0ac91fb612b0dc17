import { type Columns, createColumns } from './columns.ts'
import { type LiveSeries, LiveTable } from './live-series.ts'
import type { MetricSample } from './model.ts'
import { ringSeconds, SecondRing } from './second-ring.ts'
import { finest, floorTo, minuteMs, secondMs } from './tiers.ts'

/** A frame whose series have no numbers yet. */
export interface LiveFrame {
  readonly atMs: number
  readonly series: readonly LiveSeries[]
  readonly columns: Columns
}

/** The latest 15 minutes in memory, and the bucket of 10 seconds that goes on. */
export class Live {
  readonly ring = new SecondRing()
  readonly table = new LiveTable()
  #startMs: number | null = null
  #untakenMs = Infinity
  /** Those with something in the bucket. */
  #touched: LiveSeries[] = []

  /** Epoch milliseconds from which on nothing was taken from the ring for a frame. */
  get untakenMs(): number {
    return this.#untakenMs
  }

  /**
   * Gives the frame that this beat ends, being the first of another bucket. Of the seconds it stands for, those before its own
   * bucket are in the ring only.
   */
  add(atMs: number, samples: Iterable<MetricSample>, seconds = 1): LiveFrame | null {
    const startMs = floorTo(atMs, finest.bucketMs)
    const ended = startMs === this.#startMs ? null : this.take()
    if (ended && startMs % minuteMs === 0) this.#forgetOld()
    if (startMs !== this.#startMs) this.#untakenMs = startMs
    this.#startMs = startMs
    const times = Math.min(seconds, floorTo(atMs - startMs, secondMs) / secondMs + 1)
    this.ring.begin(atMs)
    for (const sample of samples) {
      // Taking it apart as a list would make an iterator for each.
      const value = sample[2]
      if (!Number.isFinite(Math.fround(value))) continue
      const series = this.table.get(sample[0], sample[1])
      this.ring.set(series.place, value, seconds)
      if (series.bucket.count === 0) this.#touched.push(series)
      series.bucket.add(value, times)
      series.lastMs = atMs
    }
    return ended
  }

  /** What is in the bucket so far; it begins anew. Null when there is nothing. */
  take(): LiveFrame | null {
    const series = this.#touched
    if (this.#startMs === null || series.length === 0) return null
    this.#touched = []
    this.#untakenMs = (this.ring.newestMs ?? 0) + secondMs
    const columns = createColumns(series.length)
    series.forEach((each, index) => each.bucket.moveTo(columns, index))
    return { atMs: this.#startMs, series, columns }
  }

  /** Right after a bucket was taken, so that none of them has something in it. */
  #forgetOld(): void {
    const newestMs = this.ring.newestMs ?? 0
    for (const series of this.table.all()) {
      if (Math.abs(newestMs - series.lastMs) < ringSeconds * secondMs) continue
      this.ring.clear(series.place)
      this.table.remove(series)
    }
  }
}
