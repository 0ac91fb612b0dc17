import { foldSign, type IntegerPacker, IntegerUnpacker, unfoldSign } from './pack-integers.ts'
import { meanCode, valueOf } from './value-code.ts'

/** Roll-ups side by side, as codes. Where the count is 0 nothing was measured, and the others mean nothing. */
export interface Columns {
  readonly min: Int32Array
  readonly mean: Int32Array
  readonly max: Int32Array
  readonly count: Int32Array
}

export const mostCount = 65_535

export function createColumns(length: number): Columns {
  const column = () => new Int32Array(length)
  return { min: column(), mean: column(), max: column(), count: column() }
}

/** Views of a part. */
export function partOf({ min, mean, max, count }: Columns, start: number, end: number): Columns {
  const part = (column: Int32Array) => column.subarray(start, end)
  return { min: part(min), mean: part(mean), max: part(max), count: part(count) }
}

/** Columns to work in, used again and again, so that there is no garbage every few seconds for days. */
export class Workspace {
  #columns = createColumns(0)

  /** Good until they are taken again; what is in them is what was left in them. */
  take(length: number): Columns {
    if (this.#columns.count.length < length) this.#columns = createColumns(length)
    return partOf(this.#columns, 0, length)
  }
}

const workspace = new Workspace()

/** Means as differences to the one before, least and most as distances from their mean, counts as what is not usual. */
export function packColumns(columns: Columns, usual: number, packer: IntegerPacker): void {
  const { length } = columns.mean
  const { min, mean, max, count } = workspace.take(length)
  let previous = 0
  for (let index = 0; index < length; index += 1) {
    const times = columns.count[index] ?? 0
    count[index] = foldSign(times - usual)
    const middle = times === 0 ? previous : (columns.mean[index] ?? 0)
    mean[index] = foldSign(middle - previous)
    min[index] = times === 0 ? 0 : middle - (columns.min[index] ?? 0)
    max[index] = times === 0 ? 0 : (columns.max[index] ?? 0) - middle
    previous = middle
  }
  for (const column of [count, mean, min, max]) packer.add(column)
}

/** Throws a RangeError for what was not packed like that. */
export function unpackColumns(body: Uint8Array, usual: number, into: Columns): void {
  const { min, mean, max, count } = into
  const unpacker = new IntegerUnpacker(body)
  for (const column of [count, mean, min, max]) unpacker.take(column)
  let middle = 0
  for (let index = 0; index < count.length; index += 1) {
    const times = unfoldSign(count[index] ?? 0) + usual
    count[index] = times
    if (times === 0) continue
    middle += unfoldSign(mean[index] ?? 0)
    mean[index] = middle
    min[index] = middle - (min[index] ?? 0)
    max[index] = middle + (max[index] ?? 0)
  }
}

/** Puts one roll-up into place; with what is there already it becomes one. */
export function mergeInto(into: Columns, index: number, from: Columns, fromIndex: number): void {
  const added = from.count[fromIndex] ?? 0
  if (added === 0) return
  const there = into.count[index] ?? 0
  const min = from.min[fromIndex] ?? 0
  const mean = from.mean[fromIndex] ?? 0
  const max = from.max[fromIndex] ?? 0
  if (there === 0) {
    into.min[index] = min
    into.mean[index] = mean
    into.max[index] = max
    into.count[index] = added
    return
  }
  into.min[index] = Math.min(into.min[index] ?? 0, min)
  into.max[index] = Math.max(into.max[index] ?? 0, max)
  const sum = valueOf(into.mean[index] ?? 0) * there + valueOf(mean) * added
  into.mean[index] = meanCode(sum / (there + added), into.min[index] ?? 0, into.max[index] ?? 0)
  into.count[index] = Math.min(there + added, mostCount)
}
