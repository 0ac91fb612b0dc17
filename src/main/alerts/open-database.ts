import type { DatabaseSync } from 'node:sqlite'
import { SwitchyardError } from '../../shared/errors.ts'
import { openPatiently } from '../store/open-database.ts'
import { openOrSetAside } from '../store/open-or-set-aside.ts'

const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS alerts (
  id TEXT PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, condition TEXT NOT NULL,
  text TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT, ending TEXT, log TEXT NOT NULL, run_id TEXT,
  is_dismissed INTEGER NOT NULL, is_told INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS mutes (key TEXT PRIMARY KEY, until_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
  channel TEXT PRIMARY KEY, at TEXT NOT NULL, is_delivered INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS heals (service TEXT NOT NULL, at_ms INTEGER NOT NULL);
`

const busyTimeoutMs = 2000

/** A file that is of no use is moved aside, and a new one begun: alerts that are still true are raised again. */
export function openAlertDatabase(file: string): DatabaseSync {
  try {
    return openOrSetAside(file, () => openPatiently(file, schema, busyTimeoutMs))
  } catch (cause) {
    throw new SwitchyardError('STATE_UNUSABLE', `The alerts in ${file} cannot be opened.`, {
      hint: 'Make its folder writable for you, or set XDG_STATE_HOME to one that is.',
      cause,
    })
  }
}
