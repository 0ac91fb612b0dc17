import type { Columns } from './columns.ts'
import type { MetricSeries } from './model.ts'
import { valueOf } from './value-code.ts'

/** Sums one series up into the steps of an answer. */
export class Thinner {
  readonly #fromMs: number
  readonly #stepMs: number
  readonly #min: Float64Array
  readonly #max: Float64Array
  readonly #sum: Float64Array
  readonly #count: Float64Array
  isEmpty = true

  constructor(fromMs: number, stepMs: number, steps: number) {
    this.#fromMs = fromMs
    this.#stepMs = stepMs
    this.#min = new Float64Array(steps).fill(Infinity)
    this.#max = new Float64Array(steps).fill(-Infinity)
    this.#sum = new Float64Array(steps)
    this.#count = new Float64Array(steps)
  }

  add(atMs: number, value: number): void {
    this.#addMany(atMs, value, value, value, 1)
  }

  addColumn(atMs: number, columns: Columns, index: number): void {
    const count = columns.count[index] ?? 0
    if (count === 0) return
    const value = (column: Int32Array) => valueOf(column[index] ?? 0)
    this.#addMany(atMs, value(columns.min), value(columns.mean), value(columns.max), count)
  }

  give(subject: string, metric: string): MetricSeries {
    const min: (number | null)[] = []
    const mean: (number | null)[] = []
    const max: (number | null)[] = []
    for (const [step, count] of this.#count.entries()) {
      const isGap = count === 0
      min.push(isGap ? null : (this.#min[step] ?? 0))
      mean.push(isGap ? null : (this.#sum[step] ?? 0) / count)
      max.push(isGap ? null : (this.#max[step] ?? 0))
    }
    return { subject, metric, min, mean, max }
  }

  #addMany(atMs: number, min: number, mean: number, max: number, count: number): void {
    const step = Math.floor((atMs - this.#fromMs) / this.#stepMs)
    if (step < 0 || step >= this.#count.length) return
    this.isEmpty = false
    if (min < (this.#min[step] ?? 0)) this.#min[step] = min
    if (max > (this.#max[step] ?? 0)) this.#max[step] = max
    this.#sum[step] = (this.#sum[step] ?? 0) + mean * count
    this.#count[step] = (this.#count[step] ?? 0) + count
  }
}
