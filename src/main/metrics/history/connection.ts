import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { isUnusable, openDatabase, setAside } from './open-database.ts'
import { prepareTables, type Tables } from './tables.ts'
import { takeWriterLock } from './writer-lock.ts'

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

/** The right to write, until it is given back or the process ends; null while another process has it. */
export function lockFile(file: string): WriterLock | null {
  return takeWriterLock(`${file}.writer`)
}

/** Makes the file where there is none, and moves one away that is of no use. Throws what SQLite throws. */
export function connect(file: string, limitBytes: number, lock: WriterLock | null): Connection {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return open(file, limitBytes)
  } catch (error) {
    if (!isUnusable(error)) throw error
    const ownLock = lock ? null : lockFile(file)
    // Who writes will see to it.
    if (!lock && !ownLock) throw error
    try {
      setAside(file, Date.now())
      return open(file, limitBytes)
    } finally {
      ownLock?.()
    }
  }
}

export function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null
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
