import { type Columns, mergeInto, packColumns, unpackColumns, Workspace } from './columns.ts'
import type { IntegerPacker } from './pack-integers.ts'
import { type Tier, usualCount } from './tiers.ts'

/** How many buckets of one series are in a chunk. */
export function bucketsIn({ spanMs, bucketMs }: Tier): number {
  return spanMs / bucketMs
}

/** All buckets of one series in a span of a tier. */
export function packChunk(chunk: Columns, tier: Tier, packer: IntegerPacker): void {
  packColumns(chunk, usualCount(tier), packer)
}

const workspace = new Workspace()

/** Good until the next one is unpacked. Throws a RangeError for what was not packed like that. */
export function unpackChunk(body: Uint8Array, tier: Tier): Columns {
  const chunk = workspace.take(bucketsIn(tier))
  unpackColumns(body, usualCount(tier), chunk)
  return chunk
}

export function mergeChunks(into: Columns, from: Columns): void {
  for (let index = 0; index < into.count.length; index += 1) mergeInto(into, index, from, index)
}
