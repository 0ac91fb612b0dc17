import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { SwitchyardError } from '../../shared/errors.ts'
import { openPatiently } from './open-database.ts'
import { openOrSetAside } from './open-or-set-aside.ts'
import { realDir } from './real-dir.ts'
import { inTransaction } from './transaction.ts'

/** An image that a service ran from some time on. Times are epoch milliseconds. */
export interface KeptUse {
  readonly reference: string
  readonly imageId: string
  readonly digest: string | null
  readonly sinceMs: number
  readonly runId: string | null
}

/** What registries answered, and which images services ran. */
export interface ImageStore {
  /** Keeps an image of a service, `stack/service`, unless it is the latest that is kept of it. */
  noteUse(dir: string, service: string, use: KeptUse): void
  /** Newest first. */
  listUses(dir: string, service: string): readonly KeptUse[]
  /** A registry's latest answer about each of these references, as JSON. */
  readAnswers(references: readonly string[]): ReadonlyMap<string, KeptAnswer>
  keepAnswers(answers: ReadonlyMap<string, unknown>, atMs: number): void
  close(): void
}

export interface KeptAnswer {
  readonly answer: unknown
  readonly atMs: number
}

const usesKept = 30

/** Nothing is opened before the first call. A file of no use is set aside, and a new one is begun. */
export function openImageStore(stateDir: string): ImageStore {
  let opened: DatabaseSync | null = null
  const database = () => (opened ??= openFile(join(stateDir, 'images.db')))
  return {
    noteUse(dir, service, use) {
      const lab = realDir(dir)
      inTransaction(database(), () => {
        const latest = database()
          .prepare(
            'SELECT image_id FROM uses WHERE lab_dir = ? AND service = ? ORDER BY since_ms DESC, rowid DESC LIMIT 1',
          )
          .get(lab, service)
        if (latest?.['image_id'] === use.imageId) return
        database()
          .prepare(
            'INSERT INTO uses (lab_dir, service, reference, image_id, digest, since_ms, run_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
          )
          .run(lab, service, use.reference, use.imageId, use.digest, use.sinceMs, use.runId)
        database()
          .prepare(
            `DELETE FROM uses WHERE lab_dir = ?1 AND service = ?2 AND rowid NOT IN (
               SELECT rowid FROM uses WHERE lab_dir = ?1 AND service = ?2 ORDER BY since_ms DESC, rowid DESC LIMIT ?3)`,
          )
          .run(lab, service, usesKept)
      })
    },
    listUses(dir, service) {
      return database()
        .prepare(
          `SELECT reference, image_id, digest, since_ms, run_id FROM uses WHERE lab_dir = ? AND service = ?
           ORDER BY since_ms DESC, rowid DESC`,
        )
        .all(realDir(dir), service)
        .map((row) => ({
          reference: String(row['reference']),
          imageId: String(row['image_id']),
          digest: row['digest'] === null ? null : String(row['digest']),
          sinceMs: Number(row['since_ms']),
          runId: row['run_id'] === null ? null : String(row['run_id']),
        }))
    },
    readAnswers(references) {
      const find = database().prepare('SELECT answer, at_ms FROM answers WHERE reference = ?')
      return new Map(
        references.flatMap((reference) => {
          const row = find.get(reference)
          if (!row) return []
          return [
            [
              reference,
              { answer: JSON.parse(String(row['answer'])) as unknown, atMs: Number(row['at_ms']) },
            ] as const,
          ]
        }),
      )
    },
    keepAnswers(answers, atMs) {
      inTransaction(database(), () => {
        const keep = database().prepare(
          'INSERT OR REPLACE INTO answers (reference, answer, at_ms) VALUES (?, ?, ?)',
        )
        for (const [reference, answer] of answers) keep.run(reference, JSON.stringify(answer), atMs)
        database()
          .prepare('DELETE FROM answers WHERE at_ms < ?')
          .run(atMs - 90 * 86_400_000)
      })
    },
    close() {
      opened?.close()
      opened = null
    },
  }
}

function openFile(file: string): DatabaseSync {
  try {
    return openOrSetAside(file, () => openPatiently(file, schema, busyTimeoutMs))
  } catch (error) {
    throw new SwitchyardError('STATE_UNUSABLE', `What is kept of images, ${file}, cannot be opened.`, {
      hint: 'Make its folder writable for you, or set XDG_STATE_HOME to one that is.',
      cause: error,
    })
  }
}

const busyTimeoutMs = 5000

const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS uses (
  lab_dir TEXT NOT NULL, service TEXT NOT NULL, reference TEXT NOT NULL, image_id TEXT NOT NULL, digest TEXT,
  since_ms INTEGER NOT NULL, run_id TEXT);
CREATE INDEX IF NOT EXISTS uses_by_service ON uses (lab_dir, service, since_ms);
CREATE TABLE IF NOT EXISTS answers (reference TEXT PRIMARY KEY, answer TEXT NOT NULL, at_ms INTEGER NOT NULL);
`
