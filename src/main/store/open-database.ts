import { DatabaseSync } from 'node:sqlite'
import { sqliteBusy, UnknownSchemaError } from './database-file.ts'

/**
 * Opens a file and lays the schema over it, which must do no harm where it is already. SQLite's own waiting
 * leaves out the change to WAL, which two processes can want at once for a new file, so this waits as well.
 * Throws what SQLite throws.
 */
export function openPatiently(file: string, schema: string, busyTimeoutMs: number): DatabaseSync {
  const giveUpAtMs = performance.now() + busyTimeoutMs
  for (;;) {
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
    try {
      database.exec(schema)
      return database
    } catch (error) {
      database.close()
      if ((error as { errcode?: number }).errcode !== sqliteBusy || performance.now() > giveUpAtMs)
        throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

export interface VersionedSchema {
  /** Of the tables; kept in the file. */
  readonly version: number
  /** Makes all of them. */
  readonly tables: string
  /** How this process works with the file: pragmas. */
  readonly settings: string
  readonly busyTimeoutMs: number
}

/**
 * Opens a file that several processes share, and makes it where there is none. Throws UnknownSchemaError for
 * one of another version, and what SQLite throws.
 */
export function openVersioned(
  file: string,
  { version, tables, settings, busyTimeoutMs }: VersionedSchema,
): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  try {
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    if (found === 0) {
      database.exec(`PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        BEGIN IMMEDIATE;
        ${tables}
        PRAGMA user_version = ${version};
        COMMIT;`)
    } else if (found !== version) throw new UnknownSchemaError(file)
    database.exec(settings)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
