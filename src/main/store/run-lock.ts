import { mkdirSync, readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SwitchyardError } from '../../shared/errors.ts'
import { realDir } from './real-dir.ts'

/**
 * Takes the one run that a lab can have at a time, across processes; returns the giving back.
 * A lock whose process is gone is taken over. Throws RUN_IN_PROGRESS, and STATE_UNUSABLE when no lock can be kept.
 *
 * The locks stand in a database because looking at one and taking it over must be one act: with files, two processes
 * that find the same dead holder both win.
 */
export function lockLab(stateDir: string, labDir: string): () => void {
  const key = realDir(labDir)
  const own = describeProcess(process.pid)
  withLocks(stateDir, (database) => {
    const row = database.prepare('SELECT holder FROM locks WHERE lab_dir = ?').get(key)
    const holder = row === undefined ? null : String(row['holder'])
    if (holder !== null && isAlive(holder)) {
      throw new SwitchyardError(
        'RUN_IN_PROGRESS',
        `Another run of this lab is in progress (process ${pidOf(holder)}).`,
        { hint: 'Wait for it, or cancel it where it was started.' },
      )
    }
    database.prepare('INSERT OR REPLACE INTO locks (lab_dir, holder) VALUES (?, ?)').run(key, own)
  })
  return () => {
    try {
      withLocks(stateDir, (database) => {
        database.prepare('DELETE FROM locks WHERE lab_dir = ? AND holder = ?').run(key, own)
      })
    } catch {
      // It is over all the same; whoever comes after the end of this process takes the lock over.
      return
    }
  }
}

/** The process that has a run of the lab going on; null when none has. */
export function findLockHolder(
  stateDir: string,
  labDir: string,
): { readonly pid: number; readonly startedAtMs: number | null } | null {
  const holder = readHolder(stateDir, realDir(labDir))
  if (holder === null || !isAlive(holder)) return null
  return { pid: pidOf(holder), startedAtMs: startOf(holder) }
}

function readHolder(stateDir: string, labDir: string): string | null {
  try {
    using database = new DatabaseSync(join(stateDir, 'locks.db'), { readOnly: true, timeout: 5000 })
    const row = database.prepare('SELECT holder FROM locks WHERE lab_dir = ?').get(labDir)
    return row === undefined ? null : String(row['holder'])
  } catch {
    // No run has ever been locked, or nobody can tell; a start will say what is wrong.
    return null
  }
}

/** When a process that lives was started, in epoch milliseconds, from the ticks since boot that describe it. */
function startOf(holder: string): number | null {
  const ticks = Number(holder.split(' ')[2])
  if (!Number.isFinite(ticks)) return null
  const ticksPerSecond = 100
  return Date.now() - uptime() * 1000 + (ticks / ticksPerSecond) * 1000
}

/** Does work as one act; closing takes back what was not committed. */
function withLocks(stateDir: string, work: (database: DatabaseSync) => void): void {
  const file = join(stateDir, 'locks.db')
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    using database = new DatabaseSync(file, { timeout: 5000 })
    database.exec('BEGIN IMMEDIATE')
    database.exec('CREATE TABLE IF NOT EXISTS locks (lab_dir TEXT PRIMARY KEY, holder TEXT NOT NULL)')
    work(database)
    database.exec('COMMIT')
  } catch (cause) {
    if (cause instanceof SwitchyardError) throw cause
    throw new SwitchyardError('STATE_UNUSABLE', `The locks of runs in ${file} cannot be used.`, {
      hint: 'Remove that file when no run is in progress, or make its folder writable for you.',
      cause,
    })
  }
}

/** Number, boot and start of a process, for numbers are given out again; the number alone where there is no `/proc`. */
function describeProcess(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The program's name comes second, in parentheses, and may hold spaces; the start is the 22nd field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
    return `${pid} ${boot} ${fields[19]}`
  } catch {
    return String(pid)
  }
}

function isAlive(holder: string): boolean {
  const pid = pidOf(holder)
  const now = describeProcess(pid)
  if (now.includes(' ') && holder.includes(' ')) return now === holder
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function pidOf(holder: string): number {
  return Number.parseInt(holder, 10)
}
