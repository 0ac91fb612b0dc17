import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type Alert, alertSchema, type Delivery, deliverySchema } from '../../shared/alerts.ts'
import { openAlertDatabase } from './open-database.ts'
import type { Condition } from './rules/model.ts'

/** An alert with what only the watching process needs. */
export interface KeptAlert {
  readonly alert: Alert
  readonly condition: Condition
  /** Somebody was told of it, so that its end is told as well. */
  readonly isTold: boolean
}

/**
 * Alerts, open and latest closed ones, and what became of what was sent, in `alerts.db` of the state folder. Several processes
 * can use it; only the one that watches opens and closes alerts. Throws STATE_UNUSABLE when it cannot be opened.
 */
export interface AlertStore {
  open(kept: KeptAlert): void
  update(key: string, text: string): void
  markTold(ids: readonly string[]): void
  close(id: string, closedAt: string, ending: string | null): void
  /** The open one of a condition. */
  findOpen(key: string): KeptAlert | null
  listOpen(): readonly KeptAlert[]
  /** Latest first. */
  listClosed(limit: number): readonly Alert[]
  /** False when there is no such open alert. */
  dismiss(id: string): boolean
  /** False when there is no such alert. */
  mute(id: string, untilMs: number): boolean
  isMuted(key: string, nowMs: number): boolean
  noteDelivery(channel: string, delivery: Delivery): void
  delivery(channel: string): Delivery | null
  /** Restarts by auto-heal of a service since then, in epoch milliseconds, oldest first. */
  heals(service: string, sinceMs: number): readonly number[]
  noteHeal(service: string, atMs: number): void
  /** A number that changes when another process has written. */
  version(): number
  dispose(): void
}

const closedKept = 200
const healsKeptMs = 24 * 3_600_000

const rowSchema = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  condition: z.string(),
  text: z.string(),
  opened_at: z.string(),
  closed_at: z.string().nullable(),
  ending: z.string().nullable(),
  log: z.string(),
  run_id: z.string().nullable(),
  is_dismissed: z.number(),
  is_told: z.number(),
  muted_until_ms: z.number().nullable(),
})

const select = `SELECT alerts.*, mutes.until_ms AS muted_until_ms
  FROM alerts LEFT JOIN mutes ON mutes.key = alerts.key AND mutes.until_ms > ?`

export function openAlertStore(stateDir: string, now: () => number = Date.now): AlertStore {
  const database = openAlertDatabase(join(stateDir, 'alerts.db'))
  const run = (sql: string, ...values: (string | number | null)[]) =>
    Number(database.prepare(sql).run(...values).changes)
  const all = (sql: string, ...values: (string | number)[]) =>
    z
      .array(rowSchema)
      .parse(database.prepare(sql).all(...values))
      .map(readRow)

  return {
    open({ alert, condition, isTold }) {
      run(
        `INSERT INTO alerts (id, key, kind, subject, condition, text, opened_at, log, run_id, is_dismissed, is_told)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
        alert.id,
        condition.key,
        alert.kind,
        JSON.stringify(alert.subject),
        JSON.stringify(condition),
        alert.text,
        alert.openedAt,
        JSON.stringify(alert.log),
        alert.runId,
        Number(isTold),
      )
    },
    update: (key, text) =>
      void run('UPDATE alerts SET text = ? WHERE key = ? AND closed_at IS NULL', text, key),
    markTold(ids) {
      for (const id of ids) run('UPDATE alerts SET is_told = 1 WHERE id = ?', id)
    },
    close(id, closedAt, ending) {
      run(
        'UPDATE alerts SET closed_at = ?, ending = ? WHERE id = ? AND closed_at IS NULL',
        closedAt,
        ending,
        id,
      )
      run(
        `DELETE FROM alerts WHERE closed_at IS NOT NULL AND id NOT IN
           (SELECT id FROM alerts WHERE closed_at IS NOT NULL ORDER BY closed_at DESC LIMIT ?)`,
        closedKept,
      )
    },
    findOpen: (key) => all(`${select} WHERE alerts.key = ? AND closed_at IS NULL`, now(), key)[0] ?? null,
    listOpen: () =>
      all(`${select} WHERE closed_at IS NULL ORDER BY opened_at DESC, alerts.rowid DESC`, now()),
    listClosed: (limit) =>
      all(
        `${select} WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, alerts.rowid DESC LIMIT ?`,
        now(),
        limit,
      ).map(({ alert }) => alert),
    dismiss: (id) => run('UPDATE alerts SET is_dismissed = 1 WHERE id = ? AND closed_at IS NULL', id) > 0,
    mute(id, untilMs) {
      run('DELETE FROM mutes WHERE until_ms < ?', now())
      return (
        run(
          'INSERT OR REPLACE INTO mutes (key, until_ms) SELECT key, ? FROM alerts WHERE id = ?',
          untilMs,
          id,
        ) > 0
      )
    },
    isMuted: (key, nowMs) =>
      database.prepare('SELECT 1 FROM mutes WHERE key = ? AND until_ms > ?').get(key, nowMs) !== undefined,
    noteDelivery(channel, { at, isDelivered, text }) {
      run(
        'INSERT OR REPLACE INTO deliveries (channel, at, is_delivered, text) VALUES (?, ?, ?, ?)',
        channel,
        at,
        Number(isDelivered),
        text,
      )
    },
    delivery(channel) {
      const row = database.prepare('SELECT * FROM deliveries WHERE channel = ?').get(channel)
      if (!row) return null
      return deliverySchema.parse({
        at: row['at'],
        isDelivered: row['is_delivered'] === 1,
        text: row['text'],
      })
    },
    heals: (service, sinceMs) =>
      database
        .prepare('SELECT at_ms FROM heals WHERE service = ? AND at_ms >= ? ORDER BY at_ms')
        .all(service, sinceMs)
        .map((row) => Number(row['at_ms'])),
    noteHeal(service, atMs) {
      run('DELETE FROM heals WHERE at_ms < ?', atMs - healsKeptMs)
      run('INSERT INTO heals (service, at_ms) VALUES (?, ?)', service, atMs)
    },
    version: () => Number(database.prepare('PRAGMA data_version').get()?.['data_version']),
    dispose: () => close(database),
  }
}

function close(database: DatabaseSync): void {
  if (database.isOpen) database.close()
}

function readRow(row: z.infer<typeof rowSchema>): KeptAlert {
  return {
    condition: JSON.parse(row.condition) as Condition,
    isTold: row.is_told === 1,
    alert: alertSchema.parse({
      id: row.id,
      kind: row.kind,
      subject: JSON.parse(row.subject) as unknown,
      text: row.text,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      ending: row.ending,
      log: JSON.parse(row.log) as unknown,
      runId: row.run_id,
      isDismissed: row.is_dismissed === 1,
      mutedUntil: row.muted_until_ms === null ? null : new Date(row.muted_until_ms).toISOString(),
    }),
  }
}
