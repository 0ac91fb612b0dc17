import type { DatabaseSync } from 'node:sqlite'
import { inodeOf } from '../../store/database-file.ts'
import { openOrSetAside } from '../../store/open-or-set-aside.ts'
import { openDatabase } from './open-database.ts'
import { prepareTables, type Tables } from './tables.ts'

/** The file of the history as this process has it open. */
export interface Connection {
  readonly database: DatabaseSync
  readonly tables: Tables
  /** Another one when the file was moved or deleted, and there is a new one of that name. */
  readonly inode: number | null
  close(): void
}

/** Gives the right to write back. */
export type WriterLock = () => void

/** Makes the file where there is none, and moves one away that is of no use. Throws what SQLite throws. */
export function connect(file: string, limitBytes: number, lock: WriterLock | null): Connection {
  return openOrSetAside(file, () => open(file, limitBytes), lock !== null)
}

function open(file: string, limitBytes: number): Connection {
  const database = openDatabase(file, limitBytes)
  try {
    return { database, tables: prepareTables(database), inode: inodeOf(file), close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}
