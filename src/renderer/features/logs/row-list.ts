/** The rows of a long list: the numbers of their items, in ascending order, and how high each is. */
export interface RowList {
  readonly count: number
  /** Height of all rows in pixels. */
  readonly height: number
  /** Height of the rows that were there before the first one. */
  readonly droppedHeight: number
  append(number: number, height: number): void
  /** Lets go of rows whose number is less. */
  dropBefore(number: number): void
  numberAt(index: number): number
  /** Top of the row; of `count` and above, the height of all. */
  topOf(index: number): number
  /** The row at so many pixels from the top. */
  indexAt(offset: number): number
  /** The first row whose number is this or more; `count` when there is none. */
  indexOf(number: number): number
  /** Another height for every row. */
  remeasure(heightOf: (number: number) => number): void
}

export function createRowList(): RowList {
  let capacity = 1024
  let numbers = new Float64Array(capacity)
  /** Where each row ends, from the top of the very first row. */
  let ends = new Float64Array(capacity)
  let start = 0
  let length = 0
  let base = 0

  function grow(): void {
    const kept = length - start
    if (length < capacity) return
    capacity = Math.max(1024, kept * 2)
    const move = (from: Float64Array) => {
      const to = new Float64Array(capacity)
      to.set(from.subarray(start, length))
      return to
    }
    numbers = move(numbers)
    ends = move(ends)
    length = kept
    start = 0
  }

  /** First place in `values` from `start` on at which the value is greater than `limit`. */
  function search(values: Float64Array, limit: number): number {
    let low = start
    let high = length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((values[middle] ?? 0) > limit) high = middle
      else low = middle + 1
    }
    return low
  }

  const endOf = (place: number) => (place < start ? base : (ends[place] ?? base))

  return {
    get count() {
      return length - start
    },
    get height() {
      return endOf(length - 1) - base
    },
    get droppedHeight() {
      return base
    },
    append(number, height) {
      grow()
      ends[length] = endOf(length - 1) + height
      numbers[length] = number
      length += 1
    },
    dropBefore(number) {
      const place = search(numbers, number - 1)
      base = endOf(place - 1)
      start = place
    },
    numberAt: (index) => numbers[start + index] ?? -1,
    topOf: (index) => endOf(Math.min(start + index, length) - 1) - base,
    indexAt: (offset) => Math.min(search(ends, offset + base) - start, Math.max(0, length - start - 1)),
    indexOf: (number) => search(numbers, number - 1) - start,
    remeasure(heightOf) {
      let end = base
      for (let place = start; place < length; place += 1) {
        end += heightOf(numbers[place] ?? 0)
        ends[place] = end
      }
    },
  }
}
