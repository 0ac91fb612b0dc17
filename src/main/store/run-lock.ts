import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'

/**
 * Takes the one run that a lab can have at a time, across processes; returns the giving back.
 * A lock whose process is gone is taken over. Throws RUN_IN_PROGRESS.
 */
export function lockLab(stateDir: string, labDir: string): () => void {
  const folder = join(stateDir, 'locks')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, createHash('sha256').update(labDir).digest('hex').slice(0, 32))
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder !== null && isAlive(holder)) {
      throw new SwitchyardError(
        'RUN_IN_PROGRESS',
        `Another run of this lab is in progress (process ${holder}).`,
        {
          hint: 'Wait for it, or cancel it where it was started.',
        },
      )
    }
    rmSync(file, { force: true })
  }
}

function readHolder(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
