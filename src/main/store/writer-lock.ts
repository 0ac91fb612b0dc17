import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sqliteBusy, sqliteNotADatabase } from './database-file.ts'

/**
 * Takes a right that one process has at a time, like that to write a file; returns the giving back, or null
 * while another process has it. The lock is one that the kernel holds for SQLite, so that it ends with its
 * process, however that ends. Throws when none can be taken.
 */
export function takeWriterLock(file: string): (() => void) | null {
  try {
    return tryLock(file)
  } catch (error) {
    const { errcode } = error as { errcode?: number }
    if (errcode !== sqliteNotADatabase) throw error
    // Nobody can have locked what is no database; it holds nothing either.
    rmSync(file)
    return tryLock(file)
  }
}

function tryLock(file: string): (() => void) | null {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return () => database.close()
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return null
    throw error
  }
}
