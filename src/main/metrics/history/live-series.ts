import { Bucket } from './bucket.ts'

/** A series that was measured in the last 15 minutes. */
export class LiveSeries {
  readonly subject: string
  readonly metric: string
  /** In the ring. */
  readonly place: number
  readonly bucket = new Bucket()
  lastMs = 0

  constructor(subject: string, metric: string, place: number) {
    this.subject = subject
    this.metric = metric
    this.place = place
  }
}

/** All of them, each with a place of its own. */
export class LiveTable {
  readonly #bySubject = new Map<string, Map<string, LiveSeries>>()
  readonly #free: number[] = []
  #places = 0

  /** Made when it is not there. */
  get(subject: string, metric: string): LiveSeries {
    let metrics = this.#bySubject.get(subject)
    if (!metrics) this.#bySubject.set(subject, (metrics = new Map<string, LiveSeries>()))
    let series = metrics.get(metric)
    if (!series) {
      series = new LiveSeries(subject, metric, this.#free.pop() ?? this.#places++)
      metrics.set(metric, series)
    }
    return series
  }

  find(subject: string, metric: string): LiveSeries | null {
    return this.#bySubject.get(subject)?.get(metric) ?? null
  }

  *all(): Generator<LiveSeries> {
    for (const metrics of this.#bySubject.values()) yield* metrics.values()
  }

  remove({ subject, metric, place }: LiveSeries): void {
    const metrics = this.#bySubject.get(subject)
    metrics?.delete(metric)
    if (metrics?.size === 0) this.#bySubject.delete(subject)
    this.#free.push(place)
  }
}
