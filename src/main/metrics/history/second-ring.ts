import { floorTo, secondMs } from './tiers.ts'

export const ringSeconds = 900

/**
 * The latest 15 minutes by the second. Each series has a place in it, given by number; a second without a value is NaN.
 * When the clock goes back, what lies after the new now is forgotten.
 */
export class SecondRing {
  #capacity = 64
  #values = new Float32Array(ringSeconds * this.#capacity).fill(NaN)
  /** Second since the epoch; null as long as there is none. */
  #newest: number | null = null
  #oldest = 0

  /** The second that the next values belong to. */
  begin(atMs: number): void {
    const second = floorTo(atMs, secondMs) / secondMs
    const newest = this.#newest
    this.#newest = second
    if (newest === null) {
      this.#oldest = second
      return
    }
    const [from, to] = second > newest ? [newest + 1, second] : [second, newest]
    for (let each = Math.max(from, to - ringSeconds + 1); each <= to; each += 1) this.#row(each).fill(NaN)
    this.#oldest = Math.min(second, Math.max(this.#oldest, second - ringSeconds + 1))
  }

  /** For the newest second, and for those before it that it stands for as well. */
  set(place: number, value: number, seconds = 1): void {
    if (place >= this.#capacity) this.#grow(place)
    let row = modulo(this.#newest ?? 0)
    for (let left = seconds; left > 0; left -= 1) {
      this.#values[row * this.#capacity + place] = value
      row = row === 0 ? ringSeconds - 1 : row - 1
    }
  }

  /** Before a place is given to another series. */
  clear(place: number): void {
    if (place >= this.#capacity) return
    for (let row = 0; row < ringSeconds; row += 1) this.#values[row * this.#capacity + place] = NaN
  }

  /** Epoch milliseconds of the oldest second that was watched; null when none was. */
  get oldestMs(): number | null {
    return this.#newest === null ? null : this.#oldest * secondMs
  }

  /** Epoch milliseconds of the latest second; null when there is none. */
  get newestMs(): number | null {
    return this.#newest === null ? null : this.#newest * secondMs
  }

  /** Calls back for each value of that time, oldest first, until one is told to be enough. */
  read(
    place: number,
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
    found: (atMs: number, value: number) => 'enough' | void,
  ): void {
    if (this.#newest === null || place >= this.#capacity) return
    const from = Math.max(Math.ceil(fromMs / secondMs), this.#newest - ringSeconds + 1)
    const to = Math.min(Math.ceil(toMs / secondMs), this.#newest + 1)
    let row = modulo(from)
    for (let second = from; second < to; second += 1) {
      const value = this.#values[row * this.#capacity + place] ?? NaN
      // NaN is the one number that is not itself; asking so is much faster.
      if (value === value && found(second * secondMs, value) === 'enough') return
      row = row + 1 === ringSeconds ? 0 : row + 1
    }
  }

  #row(second: number): Float32Array {
    const start = modulo(second) * this.#capacity
    return this.#values.subarray(start, start + this.#capacity)
  }

  #grow(place: number): void {
    const before = { capacity: this.#capacity, values: this.#values }
    this.#capacity = Math.ceil((place + 1) * 1.25)
    this.#values = new Float32Array(ringSeconds * this.#capacity).fill(NaN)
    for (let row = 0; row < ringSeconds; row += 1) {
      const start = row * before.capacity
      this.#values.set(before.values.subarray(start, start + before.capacity), row * this.#capacity)
    }
  }
}

/** Also for the years before 1970, which a clock without a battery may show. */
function modulo(second: number): number {
  return ((second % ringSeconds) + ringSeconds) % ringSeconds
}
