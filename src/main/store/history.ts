import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { SwitchyardError } from '../../shared/errors.ts'
import { knownLabSchema, type KnownLab } from '../../shared/lab.ts'
import type { Plan } from '../../shared/plan.ts'
import { type RunEvent, type RunSummary, runSummarySchema } from '../../shared/run.ts'
import { sqliteCorrupt, sqliteNotADatabase } from './database-file.ts'
import { openPatiently } from './open-database.ts'
import { realDir } from './real-dir.ts'
import { inTransaction } from './transaction.ts'
import { hintForOwner } from './whose-folder.ts'

/** One finished start of a service: how long it took from start to ready, and which container it was. */
export interface ServiceStart {
  readonly service: string
  /** From start to ready; null when it was running already and only its readiness was waited for. */
  readonly elapsedMs: number | null
  /** Epoch milliseconds at which it was seen ready or done. */
  readonly readyAtMs: number
  readonly containers: readonly string[]
  /** A one-shot that exited 0, not a service that runs. */
  readonly isDone: boolean
}

/** Runs, their events, and what they teach about the time that services take. Times are milliseconds or ISO dates. */
export interface History {
  beginRun(run: Pick<RunSummary, 'id' | 'kind' | 'lab' | 'startedAt' | 'schedule'>): void
  addEvent(runId: string, event: RunEvent): void
  finishRun(
    runId: string,
    end: { finishedAt: string; outcome: string; elapsedMs: number },
    starts: readonly ServiceStart[],
  ): void
  listRuns(dir: string, limit: number): readonly RunSummary[]
  /** Runs of all labs that had begun by then and were not over, or only just; one that broke off has no end. */
  runsAt(atMs: number, slackMs: number): readonly RunSummary[]
  /** Runs of a lab that went on within that time, oldest first. */
  runsBetween(dir: string, fromMs: number, toMs: number): readonly RunSummary[]
  /** What a run was to do; null for an unknown one, and for one that broke off before it began. */
  readPlan(runId: string): Plan | null
  /** Events of a run in their order, without the first ones; empty for an unknown run. */
  readEvents(runId: string, skip?: number): readonly RunEvent[]
  /** A number that changes when another process has written. */
  version(): number
  /** Median of the latest starts of each service of the lab, by `stack/service`. */
  usualMs(dir: string): ReadonlyMap<string, number>
  /** The latest starts of one service, `stack/service`, newest first: when its run ended, and how long it took. */
  listStarts(dir: string, service: string): readonly { readonly at: string; readonly elapsedMs: number }[]
  /** When a run saw these containers ready or done, in epoch milliseconds; by container id. */
  readyAt(
    containers: readonly string[],
  ): ReadonlyMap<string, { readonly atMs: number; readonly isDone: boolean }>
  useLab(lab: { readonly name: string; readonly dir: string }, at: string): void
  listLabs(): readonly KnownLab[]
  /** Takes a lab from that list, and nothing else; false when it was not in it. */
  forgetLab(dir: string): boolean
  close(): void
}

const startsThatCount = 5
const startsKept = 20
const runsKept = 200

/** Opens (and makes) the history in the state folder. Several processes can use it at once. */
export function openHistory(stateDir: string): History {
  const database = openDatabase(stateDir)

  return {
    beginRun({ id, kind, lab, startedAt, schedule }) {
      database
        .prepare('INSERT INTO runs (id, kind, lab_name, lab_dir, started_at) VALUES (?, ?, ?, ?, ?)')
        .run(id, kind, lab.name, realDir(lab.dir), startedAt)
      if (schedule !== undefined)
        database.prepare('INSERT INTO scheduled_runs (run_id, schedule) VALUES (?, ?)').run(id, schedule)
    },
    addEvent(runId, event) {
      database.prepare('INSERT INTO events (run_id, event) VALUES (?, ?)').run(runId, JSON.stringify(event))
    },
    finishRun(runId, end, starts) {
      inTransaction(database, () => {
        database
          .prepare('UPDATE runs SET finished_at = ?, outcome = ?, elapsed_ms = ? WHERE id = ?')
          .run(end.finishedAt, end.outcome, end.elapsedMs, runId)
        const addStart = database.prepare(
          'INSERT INTO service_starts (lab_dir, service, elapsed_ms, at) SELECT lab_dir, ?, ?, ? FROM runs WHERE id = ?',
        )
        const addReady = database.prepare(
          'INSERT OR REPLACE INTO ready_containers (id, at_ms, is_done) VALUES (?, ?, ?)',
        )
        const atMs = Date.parse(end.finishedAt)
        for (const { service, elapsedMs, readyAtMs, containers, isDone } of starts) {
          if (elapsedMs !== null) addStart.run(service, elapsedMs, end.finishedAt, runId)
          for (const id of containers) addReady.run(id, readyAtMs, Number(isDone))
        }
        database
          .prepare('DELETE FROM runs WHERE id NOT IN (SELECT id FROM runs ORDER BY started_at DESC LIMIT ?)')
          .run(runsKept)
        database
          .prepare(
            `DELETE FROM service_starts WHERE rowid IN (
               SELECT rowid FROM (
                 SELECT rowid, row_number() OVER (PARTITION BY lab_dir, service ORDER BY rowid DESC) AS age
                 FROM service_starts WHERE lab_dir = (SELECT lab_dir FROM runs WHERE id = ?)) WHERE age > ?)`,
          )
          .run(runId, startsKept)
        database.prepare('DELETE FROM ready_containers WHERE at_ms < ?').run(atMs - 30 * 86_400_000)
      })
    },
    listRuns(dir, limit) {
      const rows = database
        .prepare(`${selectRuns} WHERE lab_dir = ? ORDER BY started_at DESC, runs.rowid DESC LIMIT ?`)
        .all(realDir(dir), limit)
      return z.array(runRowSchema).parse(rows)
    },
    runsAt(atMs, slackMs) {
      const rows = database
        .prepare(`${selectRuns} WHERE started_at <= ? AND (finished_at IS NULL OR finished_at >= ?)`)
        .all(isoTime(atMs + slackMs), isoTime(atMs - slackMs))
      return z.array(runRowSchema).parse(rows)
    },
    runsBetween(dir, fromMs, toMs) {
      const rows = database
        .prepare(
          `${selectRuns} WHERE lab_dir = ? AND started_at < ? AND (finished_at IS NULL OR finished_at >= ?)
           ORDER BY started_at`,
        )
        .all(realDir(dir), isoTime(toMs), isoTime(fromMs))
      return z.array(runRowSchema).parse(rows)
    },
    readPlan(runId) {
      const row = database
        .prepare('SELECT event FROM events WHERE run_id = ? ORDER BY rowid LIMIT 1')
        .get(runId)
      const event = row && (JSON.parse(String(row['event'])) as RunEvent)
      return event?.type === 'run-started' ? event.plan : null
    },
    readEvents(runId, skip = 0) {
      const rows = database
        .prepare('SELECT event FROM events WHERE run_id = ? ORDER BY rowid LIMIT -1 OFFSET ?')
        .all(runId, skip)
      return rows.map(({ event }) => JSON.parse(String(event)) as RunEvent)
    },
    version() {
      return Number(database.prepare('PRAGMA data_version').get()?.['data_version'])
    },
    usualMs(dir) {
      const rows = database
        .prepare(
          `SELECT service, elapsed_ms FROM (
             SELECT service, elapsed_ms, row_number() OVER (PARTITION BY service ORDER BY rowid DESC) AS age
             FROM service_starts WHERE lab_dir = ?) WHERE age <= ?`,
        )
        .all(realDir(dir), startsThatCount)
      const groups = Map.groupBy(rows, ({ service }) => String(service))
      return new Map(
        [...groups].map(([service, starts]) => [
          service,
          median(starts.map((row) => Number(row['elapsed_ms']))),
        ]),
      )
    },
    listStarts(dir, service) {
      return database
        .prepare(
          'SELECT at, elapsed_ms FROM service_starts WHERE lab_dir = ? AND service = ? ORDER BY rowid DESC LIMIT ?',
        )
        .all(realDir(dir), service, startsKept)
        .map((row) => ({ at: String(row['at']), elapsedMs: Number(row['elapsed_ms']) }))
    },
    readyAt(containers) {
      const find = database.prepare('SELECT at_ms, is_done FROM ready_containers WHERE id = ?')
      return new Map(
        containers.flatMap((id) => {
          const row = find.get(id)
          return row ? [[id, { atMs: Number(row['at_ms']), isDone: row['is_done'] === 1 }] as const] : []
        }),
      )
    },
    useLab({ name, dir }, at) {
      database
        .prepare('INSERT OR REPLACE INTO labs (dir, name, last_used_at) VALUES (?, ?, ?)')
        .run(realDir(dir), name, at)
    },
    listLabs() {
      const rows = database
        .prepare('SELECT name, dir, last_used_at AS lastUsedAt FROM labs ORDER BY last_used_at DESC')
        .all()
      return z.array(knownLabSchema).parse(rows)
    },
    forgetLab(dir) {
      // As it is written too: its folder may be gone, and with it what a link led to.
      const { changes } = database.prepare('DELETE FROM labs WHERE dir IN (?, ?)').run(realDir(dir), dir)
      return changes > 0
    },
    close() {
      database.close()
    },
  }
}

/** A file that is no database any more is kept under another name, and a new one is begun. */
function openDatabase(stateDir: string): DatabaseSync {
  const file = join(stateDir, 'history.db')
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    return openPatiently(file, schema, busyTimeoutMs)
  } catch (error) {
    const { errcode } = error as { errcode?: number }
    if (errcode !== sqliteNotADatabase && errcode !== sqliteCorrupt) {
      throw new SwitchyardError('STATE_UNUSABLE', `The run history ${file} cannot be opened.`, {
        hint:
          hintForOwner(stateDir) ?? 'Make its folder writable for you, or set XDG_STATE_HOME to one that is.',
        cause: error,
      })
    }
    renameSync(file, `${file}.broken-${Date.now()}`)
    return openPatiently(file, schema, busyTimeoutMs)
  }
}

const busyTimeoutMs = 5000

const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, lab_name TEXT NOT NULL, lab_dir TEXT NOT NULL,
  started_at TEXT NOT NULL, finished_at TEXT, outcome TEXT, elapsed_ms INTEGER);
CREATE TABLE IF NOT EXISTS events (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_by_run ON events (run_id);
CREATE TABLE IF NOT EXISTS scheduled_runs (
  run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE, schedule TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS service_starts (
  lab_dir TEXT NOT NULL, service TEXT NOT NULL, elapsed_ms INTEGER NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS service_starts_by_lab ON service_starts (lab_dir, service);
CREATE TABLE IF NOT EXISTS ready_containers (
  id TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, is_done INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS labs (dir TEXT PRIMARY KEY, name TEXT NOT NULL, last_used_at TEXT NOT NULL);
`

const selectRuns = 'SELECT runs.*, schedule FROM runs LEFT JOIN scheduled_runs ON run_id = runs.id'

const runRowSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    lab_name: z.string(),
    lab_dir: z.string(),
    started_at: z.string(),
    finished_at: z.string().nullable(),
    outcome: z.string().nullable(),
    elapsed_ms: z.number().nullable(),
    schedule: z.string().nullable(),
  })
  .transform((row) =>
    runSummarySchema.parse({
      id: row.id,
      kind: row.kind,
      lab: { name: row.lab_name, dir: row.lab_dir },
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      outcome: row.outcome,
      elapsedMs: row.elapsed_ms,
      ...(row.schedule === null ? {} : { schedule: row.schedule }),
    }),
  )

/** Times are kept as text that sorts like the times themselves. */
function isoTime(atMs: number): string {
  return new Date(Math.min(Math.max(atMs, 0), latestMs)).toISOString()
}

/** The last second of the year 9999, the last one that is written with four digits. */
const latestMs = 253_402_300_799_000

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : Math.round((upper + (sorted[middle - 1] ?? upper)) / 2)
}
