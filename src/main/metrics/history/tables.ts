import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { unpackChunk } from './chunk.ts'
import type { Columns } from './columns.ts'
import { mergeFrames, packFrame, unpackFrame, unpackIds, type Frame } from './frame.ts'
import type { Tier } from './tiers.ts'

/** A half-open range of epoch milliseconds. */
export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

export interface StoredSeries {
  readonly id: number
  readonly subject: string
  readonly metric: string
}

export type Tables = ReturnType<typeof prepareTables>

/** The statements of an open file. All of them throw what SQLite throws. */
export function prepareTables(database: DatabaseSync) {
  const sql = {
    findSeries: database.prepare('SELECT id FROM series WHERE subject = ? AND metric = ?'),
    addSeries: database.prepare('INSERT INTO series (subject, metric) VALUES (?, ?)'),
    findFrame: database.prepare('SELECT ids, body FROM frames WHERE tier = ? AND at_ms = ?'),
    putFrame: database.prepare('INSERT OR REPLACE INTO frames (tier, at_ms, ids, body) VALUES (?, ?, ?, ?)'),
    frames: database.prepare(
      'SELECT at_ms, ids, body FROM frames WHERE tier = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms',
    ),
    frameTimes: database.prepare(
      'SELECT at_ms FROM frames WHERE tier = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms',
    ),
    frameIds: database.prepare('SELECT DISTINCT ids FROM frames WHERE at_ms >= ? AND at_ms < ?'),
    firstFrame: database.prepare('SELECT min(at_ms) AS ms FROM frames WHERE tier = ?'),
    lastFrame: database.prepare('SELECT max(at_ms) AS ms FROM frames WHERE tier = ? AND at_ms < ?'),
    dropFrames: database.prepare('DELETE FROM frames WHERE tier = ? AND at_ms >= ? AND at_ms < ?'),
    findChunk: database.prepare('SELECT body FROM chunks WHERE tier = ? AND span_ms = ? AND series = ?'),
    putChunk: database.prepare(
      'INSERT OR REPLACE INTO chunks (tier, span_ms, series, body) VALUES (?, ?, ?, ?)',
    ),
    chunkIds: database.prepare('SELECT series FROM chunks WHERE tier = ? AND span_ms = ?'),
    spans: database.prepare(
      'SELECT span_ms FROM spans WHERE tier = ? AND span_ms > ? AND span_ms < ? ORDER BY span_ms',
    ),
    firstSpan: database.prepare('SELECT first_ms AS ms FROM spans WHERE tier = ? ORDER BY span_ms LIMIT 1'),
    lastSpan: database.prepare(
      'SELECT last_ms AS ms FROM spans WHERE tier = ? AND span_ms < ? ORDER BY span_ms DESC LIMIT 1',
    ),
    putSpan: database.prepare(
      `INSERT INTO spans (tier, span_ms, first_ms, last_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO
       UPDATE SET first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`,
    ),
    dropSpans: database.prepare('DELETE FROM spans WHERE tier = ? AND span_ms >= ? AND span_ms < ?'),
    dropChunks: database.prepare('DELETE FROM chunks WHERE tier = ? AND span_ms >= ? AND span_ms < ?'),
  }

  return {
    /** The number of a series, which it gets with this when it has none. */
    seriesId(subject: string, metric: string): number {
      const row = sql.findSeries.get(subject, metric)
      return row ? Number(row['id']) : Number(sql.addSeries.run(subject, metric).lastInsertRowid)
    },
    listSeries(): readonly StoredSeries[] {
      return database
        .prepare('SELECT id, subject, metric FROM series ORDER BY id')
        .all()
        .map((row) => ({
          id: Number(row['id']),
          subject: String(row['subject']),
          metric: String(row['metric']),
        }))
    },
    dropSeries(ids: Iterable<number>): void {
      const drop = database.prepare('DELETE FROM series WHERE id = ?')
      for (const id of ids) drop.run(id)
    },
    /** With what is there of the same bucket, it becomes one. */
    putFrame(tier: Tier, frame: Frame): void {
      const row = sql.findFrame.get(tier.number, frame.atMs)
      const there = row ? readFrame(row, frame.atMs, tier) : null
      const whole = there ? mergeFrames(there, frame) : frame
      const { ids, body } = packFrame(whole, tier)
      sql.putFrame.run(tier.number, frame.atMs, ids, body)
    },
    /** Good until the next one is read. */
    findFrame(tier: Tier, atMs: number): Frame | null {
      const row = sql.findFrame.get(tier.number, atMs)
      return row ? readFrame(row, atMs, tier) : null
    },
    /** By time; each is good until the next one is read. */
    *frames(tier: Tier, { fromMs, toMs }: Range): Generator<Frame> {
      for (const row of sql.frames.iterate(tier.number, fromMs, toMs)) {
        const frame = readFrame(row, Number(row['at_ms']), tier)
        if (frame) yield frame
      }
    },
    frameTimes(tier: Tier, { fromMs, toMs }: Range): readonly number[] {
      return sql.frameTimes.all(tier.number, fromMs, toMs).map((row) => Number(row['at_ms']))
    },
    /** The numbers of the series that the frames of all tiers have. */
    frameIds({ fromMs, toMs }: Range): ReadonlySet<number> {
      const found = new Set<number>()
      for (const row of sql.frameIds.iterate(fromMs, toMs))
        for (const id of orNothing(() => unpackIds(bytes(row['ids']))) ?? []) found.add(id)
      return found
    },
    /** The oldest bucket that is not in a chunk yet; null when there is none. */
    firstFrameMs: (tier: Tier) => time(sql.firstFrame.get(tier.number)),
    dropFrames({ number }: Tier, { fromMs, toMs }: Range): void {
      sql.dropFrames.run(number, fromMs, toMs)
    },
    /** Good until the next one is read. */
    findChunk(tier: Tier, spanMs: number, series: number): Columns | null {
      const row = sql.findChunk.get(tier.number, spanMs, series)
      return row ? orNothing(() => unpackChunk(bytes(row['body']), tier)) : null
    },
    putChunk({ number }: Tier, spanMs: number, series: number, body: Uint8Array): void {
      sql.putChunk.run(number, spanMs, series, body)
    },
    chunkIds({ number }: Tier, spanMs: number): readonly number[] {
      return sql.chunkIds.all(number, spanMs).map((row) => Number(row['series']))
    },
    /** Begins of the spans that have chunks and touch the range. */
    spans({ number, spanMs }: Tier, { fromMs, toMs }: Range): readonly number[] {
      return sql.spans.all(number, fromMs - spanMs, toMs).map((row) => Number(row['span_ms']))
    },
    /** The span has chunks, and something from the first to the last of these buckets. */
    putSpan({ number }: Tier, spanMs: number, firstMs: number, lastMs: number): void {
      sql.putSpan.run(number, spanMs, firstMs, lastMs)
    },
    /** The oldest bucket of the tier; null when there is none. */
    firstMs(tier: Tier): number | null {
      const found = [sql.firstFrame.get(tier.number), sql.firstSpan.get(tier.number)].map(time)
      return extreme(Math.min, found)
    },
    /** The latest bucket of the tier that begins before then; null when there is none. */
    lastMs({ number }: Tier, beforeMs: number): number | null {
      const found = [sql.lastFrame.get(number, beforeMs), sql.lastSpan.get(number, beforeMs)].map(time)
      return extreme(Math.max, found)
    },
    /** Of whole spans. */
    drop({ number }: Tier, { fromMs, toMs }: Range): void {
      for (const drop of [sql.dropFrames, sql.dropChunks, sql.dropSpans]) drop.run(number, fromMs, toMs)
    },
  }
}

function extreme(choose: (...values: number[]) => number, found: readonly (number | null)[]): number | null {
  const times = found.filter((each) => each !== null)
  return times.length === 0 ? null : choose(...times)
}

/** Null for a row that makes no sense: that bucket is a gap then, and the rest of the file is still good. */
function readFrame(row: Record<string, SQLOutputValue>, atMs: number, tier: Tier): Frame | null {
  return orNothing(() => unpackFrame({ ids: bytes(row['ids']), body: bytes(row['body']) }, atMs, tier))
}

function orNothing<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function bytes(value: SQLOutputValue | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new RangeError('A row has no bytes where there should be some.')
}

function time(row: Record<string, SQLOutputValue> | undefined): number | null {
  const value = row?.['ms']
  return typeof value === 'number' ? value : null
}
