import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../store/transaction.ts'
import { bucketsIn, mergeChunks, packChunk } from './chunk.ts'
import { type Columns, mergeInto, partOf, Workspace } from './columns.ts'
import type { Frame } from './frame.ts'
import { IntegerPacker } from './pack-integers.ts'
import type { Tables } from './tables.ts'
import { floorTo, type Tier, tiers } from './tiers.ts'

/**
 * Turns frames of spans that are over into chunks, a piece of work between two yields; only the last piece, a few
 * milliseconds long, writes, and that at once. It must be given up when a frame comes into a span that is over.
 */
export function* foldOldFrames(database: DatabaseSync, tables: Tables, nowMs: number): Generator<void> {
  for (const tier of tiers) {
    for (;;) {
      const firstMs = tables.firstFrameMs(tier)
      if (firstMs === null) break
      const spanMs = floorTo(firstMs, tier.spanMs)
      if (spanMs + tier.spanMs > nowMs) break
      yield* foldSpan(database, tables, tier, spanMs)
    }
  }
}

function* foldSpan(database: DatabaseSync, tables: Tables, tier: Tier, spanMs: number): Generator<void> {
  const range = { fromMs: spanMs, toMs: spanMs + tier.spanMs }
  const times = tables.frameTimes(tier, range)
  const ids = [...tables.frameIds(range)]
  packer.take()
  const packed: { readonly id: number; readonly start: number; readonly end: number }[] = []
  const matrix = new Matrix(bucketsIn(tier))
  for (let first = 0; first < ids.length; first += seriesAtOnce) {
    matrix.begin(ids.slice(first, first + seriesAtOnce))
    for (const atMs of times) {
      const frame = tables.findFrame(tier, atMs)
      if (frame) matrix.add(frame, (atMs - spanMs) / tier.bucketMs)
      yield
    }
    for (const [id, chunk] of matrix.chunks()) {
      // There is one when the clock was set back.
      const there = tables.findChunk(tier, spanMs, id)
      if (there) mergeChunks(chunk, there)
      const start = packer.length
      packChunk(chunk, tier, packer)
      packed.push({ id, start, end: packer.length })
      yield
    }
  }
  inTransaction(database, () => {
    for (const { id, start, end } of packed) tables.putChunk(tier, spanMs, id, packer.view(start, end))
    tables.putSpan(tier, spanMs, times[0] ?? spanMs, times.at(-1) ?? spanMs)
    tables.dropFrames(tier, range)
  })
  yield
}

/** Kept for the next hour: memory of this size that comes and goes is not given back. */
const workspace = new Workspace()
const packer = new IntegerPacker()

/** So many are in memory at once, however many came and went in the span. */
const seriesAtOnce = 640

/** Buckets of many series, in few pieces of memory: one for each chunk would be thousands, each hour anew. */
class Matrix {
  readonly #buckets: number
  #columns = workspace.take(0)
  #places: ReadonlyMap<number, number> = new Map()

  constructor(buckets: number) {
    this.#buckets = buckets
  }

  begin(ids: readonly number[]): void {
    this.#places = new Map(ids.map((id, place) => [id, place]))
    this.#columns = workspace.take(ids.length * this.#buckets)
    for (const column of Object.values(this.#columns) as Int32Array[]) column.fill(0)
  }

  add({ ids, columns }: Frame, bucket: number): void {
    for (let index = 0; index < ids.length; index += 1) {
      const place = this.#places.get(ids[index] ?? 0)
      if (place !== undefined) mergeInto(this.#columns, place * this.#buckets + bucket, columns, index)
    }
  }

  /** Of those that have something. */
  *chunks(): Generator<readonly [id: number, chunk: Columns]> {
    for (const [id, place] of this.#places) {
      const chunk = partOf(this.#columns, place * this.#buckets, (place + 1) * this.#buckets)
      if (chunk.count.some((count) => count > 0)) yield [id, chunk]
    }
  }
}
