import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../store/transaction.ts'
import type { Tables } from './tables.ts'
import { coarsest, floorTo, type Tier, tiers } from './tiers.ts'

export interface PruneOptions {
  readonly database: DatabaseSync
  readonly tables: Tables
  readonly nowMs: number
  readonly limitBytes: number
  /** Series went with it, and their numbers will be given to others. */
  readonly onSeriesDropped: () => void
}

const mebibyte = 1024 * 1024
/** What SQLite's log can take beside the file. */
const mostLogBytes = 8 * mebibyte
const pagesAtOnce = 64

/**
 * Drops what is older than its tier is kept, and then, as long as the file is too large, the oldest span of the tier that
 * reaches back furthest for its share. What still goes on is never dropped. A piece of work between two yields.
 */
export function* prune(options: PruneOptions): Generator<void> {
  const { database, tables, nowMs, limitBytes } = options
  const goalBytes = limitBytes - Math.min(mostLogBytes, limitBytes / 4)
  const read = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
  const pageBytes = read('page_size')
  const fileBytes = () => read('page_count') * pageBytes
  const usedBytes = () => fileBytes() - read('freelist_count') * pageBytes
  let hasDroppedCoarsest = false
  for (;;) {
    const oldest = tiers
      .map((tier) => oldestSpan(tables, tier, nowMs))
      .filter((span) => span !== null)
      .sort((one, other) => other.share - one.share)
    const goner =
      oldest.find(({ tier, share }) => tier !== coarsest && share > 1) ??
      (usedBytes() > goalBytes ? oldest[0] : undefined)
    if (!goner) break
    inTransaction(database, () => tables.drop(goner.tier, goner))
    hasDroppedCoarsest ||= goner.tier === coarsest
    yield
  }
  if (hasDroppedCoarsest) {
    dropUnusedSeries(database, tables)
    options.onSeriesDropped()
    yield
  }
  if (fileBytes() <= goalBytes) return
  while (read('freelist_count') > 0) {
    database.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`)
    yield
  }
  // The file itself gets shorter only with this.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

/** A share over 1 is older than it has to be. */
interface OldSpan {
  readonly tier: Tier
  readonly fromMs: number
  readonly toMs: number
  readonly share: number
}

function oldestSpan(tables: Tables, tier: Tier, nowMs: number): OldSpan | null {
  const firstMs = tables.firstMs(tier)
  if (firstMs === null) return null
  const fromMs = floorTo(firstMs, tier.spanMs)
  const toMs = fromMs + tier.spanMs
  return toMs > nowMs ? null : { tier, fromMs, toMs, share: (nowMs - toMs) / tier.keepMs }
}

function dropUnusedSeries(database: DatabaseSync, tables: Tables): void {
  inTransaction(database, () => {
    const everything = { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER }
    const used = new Set(
      tiers.flatMap((tier) => tables.spans(tier, everything).flatMap((span) => tables.chunkIds(tier, span))),
    )
    for (const id of tables.frameIds(everything)) used.add(id)
    tables.dropSeries(tables.listSeries().flatMap(({ id }) => (used.has(id) ? [] : [id])))
  })
}
