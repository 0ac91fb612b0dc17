import { type Columns, createColumns, mergeInto, packColumns, unpackColumns, Workspace } from './columns.ts'
import { IntegerPacker, IntegerUnpacker } from './pack-integers.ts'
import { type Tier, usualCount } from './tiers.ts'

/** All series in one bucket of a tier, in the order of their numbers. */
export interface Frame {
  readonly atMs: number
  readonly ids: Int32Array
  readonly columns: Columns
}

export interface PackedFrame {
  /** The same bytes for the same series, so that the database can tell them apart. */
  readonly ids: Uint8Array
  readonly body: Uint8Array
}

const packer = new IntegerPacker()

export function packFrame({ ids, columns }: Frame, tier: Tier): PackedFrame {
  packer.add(ids.map((id, index) => (index === 0 ? id : id - (ids[index - 1] ?? 0))))
  const packedIds = withLength(ids.length, packer.take())
  packColumns(columns, usualCount(tier), packer)
  return { ids: packedIds, body: packer.take() }
}

const workspace = new Workspace()

/** Good until the next one is unpacked. Throws a RangeError for what was not packed like that. */
export function unpackFrame({ ids, body }: PackedFrame, atMs: number, tier: Tier): Frame {
  const numbers = unpackIds(ids)
  const columns = workspace.take(numbers.length)
  unpackColumns(body, usualCount(tier), columns)
  return { atMs, ids: numbers, columns }
}

/** The last ones, for most frames have the same series as the one before. */
let known = { packed: new Uint8Array(), ids: new Int32Array() }

/** The numbers of the series alone. Throws a RangeError for what was not packed like that. */
export function unpackIds(packed: Uint8Array): Int32Array {
  if (packed.length > 0 && Buffer.compare(packed, known.packed) === 0) return known.ids
  const length = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0)
  if (length > mostSeries) throw new RangeError('A frame has more series than there can be.')
  const ids = new Int32Array(length)
  new IntegerUnpacker(packed.subarray(4)).take(ids)
  for (let index = 1; index < length; index += 1) ids[index] = (ids[index] ?? 0) + (ids[index - 1] ?? 0)
  known = { packed: packed.slice(), ids }
  return ids
}

/** The least number that packing cannot hold. */
export const mostSeries = 2 ** 24

/** One frame of two of the same bucket: what both have is one roll-up in it. */
export function mergeFrames(one: Frame, other: Frame): Frame {
  const ids = Int32Array.from(new Set([...one.ids, ...other.ids])).sort()
  const indexes = new Map([...ids].map((id, index) => [id, index]))
  const columns = createColumns(ids.length)
  for (const frame of [one, other])
    for (const [index, id] of frame.ids.entries())
      mergeInto(columns, indexes.get(id) ?? 0, frame.columns, index)
  return { atMs: one.atMs, ids, columns }
}

function withLength(length: number, rest: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 + rest.length)
  new DataView(whole.buffer).setUint32(0, length)
  whole.set(rest, 4)
  return whole
}
