import type { DatabaseSync } from 'node:sqlite'
import { inodeOf } from '../../store/database-file.ts'
import { openVersioned } from '../../store/open-database.ts'
import { prepareTables, type Tables } from './tables.ts'

/** The file of the record as this process has it open. */
export interface OpenTables {
  readonly database: DatabaseSync
  readonly tables: Tables
  /** Another one when the file was moved or deleted, and there is a new one of that name. */
  readonly inode: number | null
}

/** Another process writes for some milliseconds now and then. */
const busyTimeoutMs = 1000

/**
 * What several processes hear of the same engine is one row: a container, what happened and the engine's own
 * time name it. `spans` says from when to when one of them listened, `cuts` from when on everything of a
 * service is there. Times are epoch milliseconds.
 */
const tables = `
CREATE TABLE IF NOT EXISTS happenings (
  project TEXT NOT NULL, service TEXT NOT NULL, container_id TEXT NOT NULL, container TEXT NOT NULL,
  kind TEXT NOT NULL, at_ms REAL NOT NULL, what TEXT NOT NULL, PRIMARY KEY (container_id, kind, at_ms));
CREATE INDEX IF NOT EXISTS happenings_by_service ON happenings (project, service, at_ms);
CREATE INDEX IF NOT EXISTS happenings_by_time ON happenings (at_ms);
CREATE TABLE IF NOT EXISTS checks (
  project TEXT NOT NULL, service TEXT NOT NULL, container_id TEXT NOT NULL, at_ms REAL NOT NULL,
  duration_ms REAL NOT NULL, exit_code INTEGER NOT NULL, PRIMARY KEY (container_id, at_ms));
CREATE INDEX IF NOT EXISTS checks_by_service ON checks (project, service, at_ms);
CREATE TABLE IF NOT EXISTS spans (id INTEGER PRIMARY KEY, from_ms REAL NOT NULL, to_ms REAL NOT NULL);
CREATE TABLE IF NOT EXISTS cuts (
  project TEXT NOT NULL, service TEXT NOT NULL, before_ms REAL NOT NULL, PRIMARY KEY (project, service));
`

/** Opens the file, and makes it where there is none. Throws what SQLite throws. */
export function openTables(file: string): OpenTables {
  const settings = 'PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 1048576;'
  const database = openVersioned(file, { version: 1, tables, settings, busyTimeoutMs })
  try {
    return { database, tables: prepareTables(database), inode: inodeOf(file) }
  } catch (error) {
    database.close()
    throw error
  }
}
