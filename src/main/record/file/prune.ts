import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../../store/transaction.ts'
import type { ServiceName } from './tables.ts'

export interface Limits {
  readonly keepMs: number
  /** Happenings of one service, so that one that starts again and again does not take all the room. */
  readonly perService: number
  readonly inAll: number
  readonly checksPerService: number
}

/** About 20 MB at the most, most of it what health checks have printed. */
export const usualLimits: Limits = {
  keepMs: 40 * 86_400_000,
  perService: 1000,
  inAll: 50_000,
  checksPerService: 500,
}

/** Drops what is too old, and of what is too much the oldest. Throws what SQLite throws. */
export function pruneAll(database: DatabaseSync, nowMs: number, limits: Limits): void {
  const tooOldMs = nowMs - limits.keepMs
  inTransaction(database, () => {
    for (const table of ['happenings', 'checks']) {
      database.prepare(`DELETE FROM ${table} WHERE at_ms < ?`).run(tooOldMs)
    }
    database.prepare('DELETE FROM spans WHERE to_ms < ?').run(tooOldMs)
    database.prepare('DELETE FROM cuts WHERE before_ms < ?').run(tooOldMs)
    const cut = database
      .prepare('SELECT at_ms AS ms FROM happenings ORDER BY at_ms DESC LIMIT 1 OFFSET ?')
      .get(limits.inAll - 1)
    if (cut) {
      database.prepare('DELETE FROM happenings WHERE at_ms < ?').run(Number(cut['ms']))
      noteCut(database, { project: '', service: '' }, Number(cut['ms']))
    }
  })
  database.exec('PRAGMA incremental_vacuum')
}

/** The same for one service. Throws what SQLite throws. */
export function pruneService(
  database: DatabaseSync,
  { project, service }: ServiceName,
  limits: Limits,
): void {
  const dropped = (table: string, most: number): number | null => {
    const cut = database
      .prepare(
        `SELECT at_ms AS ms FROM ${table} WHERE project = ? AND service = ? ORDER BY at_ms DESC LIMIT 1 OFFSET ?`,
      )
      .get(project, service, most - 1)
    if (!cut) return null
    const beforeMs = Number(cut['ms'])
    const { changes } = database
      .prepare(`DELETE FROM ${table} WHERE project = ? AND service = ? AND at_ms < ?`)
      .run(project, service, beforeMs)
    return Number(changes) > 0 ? beforeMs : null
  }
  inTransaction(database, () => {
    dropped('checks', limits.checksPerService)
    const beforeMs = dropped('happenings', limits.perService)
    if (beforeMs !== null) noteCut(database, { project, service }, beforeMs)
  })
}

function noteCut(database: DatabaseSync, { project, service }: ServiceName, beforeMs: number): void {
  database.prepare('INSERT OR REPLACE INTO cuts VALUES (?, ?, ?)').run(project, service, beforeMs)
}
