import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { isUnusable, setAside } from './database-file.ts'
import { takeWriterLock } from './writer-lock.ts'

/** The right to move the file away, which whoever writes alone has for as long as it writes. */
export function lockFile(file: string): (() => void) | null {
  return takeWriterLock(`${file}.writer`)
}

/**
 * Opens a database file, and moves one away that is of no use, so that a new one is made. Throws what `open`
 * throws for any other reason, or while another process has the right to move it.
 */
export function openOrSetAside<Opened>(file: string, open: () => Opened, isLocked = false): Opened {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    return open()
  } catch (error) {
    if (!isUnusable(error)) throw error
    const unlock = isLocked ? () => undefined : lockFile(file)
    // Who writes will see to it.
    if (!unlock) throw error
    try {
      return openAgain(file, open)
    } finally {
      unlock()
    }
  }
}

/** Another process may have been faster, and then its new file must stay. */
function openAgain<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open()
  } catch (error) {
    if (!isUnusable(error)) throw error
    setAside(file, Date.now())
    return open()
  }
}
