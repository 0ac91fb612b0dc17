import { codeOf, meanCode, valueOf } from './value-code.ts'
import { type Columns, mostCount } from './columns.ts'

/** What one series came to in the time of one bucket, so far. */
export class Bucket {
  count = 0
  #min = Infinity
  #max = -Infinity
  #sum = 0

  add(value: number, times = 1): void {
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    this.#sum += value * times
    this.count += times
  }

  /** A narrower roll-up, weighted by how many values are in it. */
  addColumn({ min, mean, max, count }: Columns, index: number): void {
    const times = count[index] ?? 0
    if (times === 0) return
    this.#min = Math.min(this.#min, valueOf(min[index] ?? 0))
    this.#max = Math.max(this.#max, valueOf(max[index] ?? 0))
    this.#sum += valueOf(mean[index] ?? 0) * times
    this.count += times
  }

  /** Gives it over, and begins anew. */
  moveTo(columns: Columns, index: number): void {
    const min = codeOf(this.#min)
    const max = codeOf(this.#max)
    columns.min[index] = min
    columns.max[index] = max
    columns.mean[index] = meanCode(this.#sum / this.count, min, max)
    columns.count[index] = Math.min(this.count, mostCount)
    this.clear()
  }

  clear(): void {
    this.count = 0
    this.#min = Infinity
    this.#max = -Infinity
    this.#sum = 0
  }
}
