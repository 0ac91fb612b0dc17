import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const schemaVersion = 1
/** SQLite's own choice for a new file. */
const pageBytes = 4096
/** Short, because everything else waits as well. What did not go now goes ten seconds later. */
const busyTimeoutMs = 300

/**
 * `series` gives each series a number; `frames` has what is new, all series of a bucket in one row; `chunks` has what is
 * older than its tier's span, one row for each series and span; `spans` says from which bucket to which one each of these
 * spans really has something. Times are epoch milliseconds.
 */
const schema = `
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS series (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, metric TEXT NOT NULL, UNIQUE (subject, metric));
CREATE TABLE IF NOT EXISTS frames (
  tier INTEGER NOT NULL, at_ms INTEGER NOT NULL, ids BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (tier, at_ms));
CREATE TABLE IF NOT EXISTS chunks (
  tier INTEGER NOT NULL, span_ms INTEGER NOT NULL, series INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (tier, span_ms, series));
CREATE TABLE IF NOT EXISTS spans (
  tier INTEGER NOT NULL, span_ms INTEGER NOT NULL, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
  PRIMARY KEY (tier, span_ms)) WITHOUT ROWID;
PRAGMA user_version = ${schemaVersion};
COMMIT;
`

/** Opens the file, and makes it where there is none. Throws what SQLite throws. */
export function openDatabase(file: string, limitBytes: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version === 0) database.exec(schema)
    else if (version !== schemaVersion) throw new UnknownSchemaError(file)
    // The log is emptied into the file so often that it takes a small part of the limit, and shortened when it had to grow.
    const logPages = Math.min(Math.max(Math.floor(limitBytes / 64 / pageBytes), 16), 512)
    database.exec(
      `PRAGMA synchronous = NORMAL;
       PRAGMA wal_autocheckpoint = ${logPages};
       PRAGMA journal_size_limit = ${logPages * pageBytes};`,
    )
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

class UnknownSchemaError extends Error {
  constructor(file: string) {
    super(`${file} was written by another version.`)
  }
}

/** Whether an error says that the file itself is of no use, and not that its disk, or its folder, is. */
export function isUnusable(error: unknown): boolean {
  if (error instanceof UnknownSchemaError) return true
  const code = sqliteCode(error)
  return code === sqliteError || code === sqliteCorrupt || code === sqliteNotADatabase
}

/** The primary one of SQLite's result codes; null for another error. */
export function sqliteCode(error: unknown): number | null {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : null
}

/** Source: SQLite result codes. The first is what a file without our tables brings. */
const sqliteError = 1
export const sqliteBusy = 5
const sqliteCorrupt = 11
export const sqliteFull = 13
const sqliteNotADatabase = 26

/** What SQLite keeps beside a database. */
const besides = ['-wal', '-shm']

/** Moves a file that is of no use out of the way; of those only the latest is kept. */
export function setAside(file: string, nowMs: number): void {
  for (const old of findSetAside(file))
    for (const each of ['', ...besides]) rmSync(`${old}${each}`, { force: true })
  const to = `${file}.broken-${nowMs}`
  renameSync(file, to)
  for (const each of besides) {
    try {
      renameSync(`${file}${each}`, `${to}${each}`)
    } catch {
      // There was none; a new database must not find an old log.
      rmSync(`${file}${each}`, { force: true })
    }
  }
}

/** Files that were moved out of the way, oldest first. */
export function findSetAside(file: string): readonly string[] {
  const prefix = `${basename(file)}.broken-`
  try {
    return readdirSync(dirname(file))
      .filter((name) => name.startsWith(prefix) && !besides.some((end) => name.endsWith(end)))
      .sort()
      .map((name) => join(dirname(file), name))
  } catch {
    return []
  }
}

/** What the history takes on the disk, by what the file system says. */
export function sizeOnDisk(file: string): number {
  return ['', ...besides].reduce((sum, each) => sum + sizeOf(`${file}${each}`), 0)
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
