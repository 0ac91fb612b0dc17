import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { SwitchyardError } from '../../shared/errors.ts'
import { type Firing, firingSchema } from '../../shared/schedule.ts'
import { openPatiently } from '../store/open-database.ts'
import { openOrSetAside } from '../store/open-or-set-aside.ts'
import { realDir } from '../store/real-dir.ts'

/** What became of the times of each schedule, in `schedules.db` of the state folder. Several processes can use it at once. */
export interface FiringStore {
  /** Up to which time a schedule was seen to, in epoch milliseconds; null for one that is new. */
  handledMs(dir: string, name: string): number | null
  /** Seen to up to that time. */
  handle(dir: string, name: string, atMs: number): void
  /** Keeps what became of a time, in place of what was said of it before. */
  put(dir: string, name: string, firing: Firing): void
  /** The latest ones of a schedule, latest first. */
  list(dir: string, name: string): readonly Firing[]
  /** Forgets everything of a schedule. */
  forget(dir: string, name: string): void
  /** A number that changes when another process has written. */
  version(): number
  dispose(): void
}

const kept = 20

const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS handled (
  dir TEXT NOT NULL, name TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (dir, name));
CREATE TABLE IF NOT EXISTS firings (
  dir TEXT NOT NULL, name TEXT NOT NULL, due_at TEXT NOT NULL, firing TEXT NOT NULL, PRIMARY KEY (dir, name, due_at));
`
const busyTimeoutMs = 5000

/** Throws STATE_UNUSABLE. A file that is of no use is moved aside, and what is due counts from then on. */
export function openFiringStore(stateDir: string): FiringStore {
  const file = join(stateDir, 'schedules.db')
  const database = open(file)
  return {
    handledMs(dir, name) {
      const row = database
        .prepare('SELECT at_ms FROM handled WHERE dir = ? AND name = ?')
        .get(realDir(dir), name)
      return row === undefined ? null : Number(row['at_ms'])
    },
    handle(dir, name, atMs) {
      database.prepare('INSERT OR REPLACE INTO handled VALUES (?, ?, ?)').run(realDir(dir), name, atMs)
    },
    put(dir, name, firing) {
      database
        .prepare('INSERT OR REPLACE INTO firings VALUES (?, ?, ?, ?)')
        .run(realDir(dir), name, firing.dueAt, JSON.stringify(firing))
      database
        .prepare(
          `DELETE FROM firings WHERE dir = ?1 AND name = ?2 AND due_at NOT IN (
             SELECT due_at FROM firings WHERE dir = ?1 AND name = ?2 ORDER BY due_at DESC LIMIT ${kept})`,
        )
        .run(realDir(dir), name)
    },
    list(dir, name) {
      const rows = database
        .prepare('SELECT firing FROM firings WHERE dir = ? AND name = ? ORDER BY due_at DESC')
        .all(realDir(dir), name)
      return z.array(firingSchema).parse(rows.map((row) => JSON.parse(String(row['firing'])) as unknown))
    },
    forget(dir, name) {
      for (const table of ['handled', 'firings'])
        database.prepare(`DELETE FROM ${table} WHERE dir = ? AND name = ?`).run(realDir(dir), name)
    },
    version: () => Number(database.prepare('PRAGMA data_version').get()?.['data_version']),
    dispose: () => database.close(),
  }
}

function open(file: string): DatabaseSync {
  try {
    return openOrSetAside(file, () => openPatiently(file, schema, busyTimeoutMs))
  } catch (cause) {
    throw new SwitchyardError('STATE_UNUSABLE', `The record of schedules in ${file} cannot be opened.`, {
      hint: 'Make its folder writable for you, or set XDG_STATE_HOME to one that is.',
      cause,
    })
  }
}
