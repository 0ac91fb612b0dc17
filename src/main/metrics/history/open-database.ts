import type { DatabaseSync } from 'node:sqlite'
import { openVersioned } from '../../store/open-database.ts'

/** SQLite's own choice for a new file. */
const pageBytes = 4096
/** Short, because everything else waits as well. What did not go now goes ten seconds later. */
const busyTimeoutMs = 300

/**
 * `series` gives each series a number; `frames` has what is new, all series of a bucket in one row; `chunks` has what is
 * older than its tier's span, one row for each series and span; `spans` says from which bucket to which one each of these
 * spans really has something. Times are epoch milliseconds.
 */
const tables = `
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
`

/** Opens the file, and makes it where there is none. Throws what SQLite throws. */
export function openDatabase(file: string, limitBytes: number): DatabaseSync {
  // The log is emptied into the file so often that it takes a small part of the limit, and shortened when it had to grow.
  const logPages = Math.min(Math.max(Math.floor(limitBytes / 64 / pageBytes), 16), 512)
  const settings = `
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = ${logPages};
PRAGMA journal_size_limit = ${logPages * pageBytes};
`
  return openVersioned(file, { version: 1, tables, settings, busyTimeoutMs })
}
