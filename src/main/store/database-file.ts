import { readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The file is whole, but not of a kind that this version can use. */
export class UnknownSchemaError extends Error {
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
export const sqliteCorrupt = 11
export const sqliteFull = 13
export const sqliteNotADatabase = 26

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

const mebibyte = 1024 * 1024

/** Whether an error is for lack of room on the disk. */
export function isDiskFull(error: unknown, file: string): boolean {
  if (sqliteCode(error) === sqliteFull) return true
  try {
    const { bavail, bsize } = statfsSync(dirname(file))
    return bavail * bsize < mebibyte
  } catch {
    return false
  }
}

/** Tells a file from another one that has taken its name; null for none. */
export function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null
}
