import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import { isOwnEntry, loginEntryText } from './login-entry-text.ts'

/** The file by which the desktop opens Switchyard at login. */
export interface LoginEntry {
  readonly file: string
  /** Writes it, or takes it away. Throws FILE_EXISTS when somebody else wrote it, and STATE_UNUSABLE. */
  readonly set: (isOn: boolean) => void
}

/** `command`: the program with what it needs before its own arguments, as absolute paths. */
export function createLoginEntry(variables: NodeJS.ProcessEnv, command: readonly string[]): LoginEntry {
  const file = join(findConfigHome(variables), 'autostart', 'switchyard.desktop')
  return {
    file,
    set(isOn) {
      const text = loginEntryText([...command, '--hidden'])
      const there = read(file)
      if (there === (isOn ? text : null)) return
      if (there !== null && !isOwnEntry(there))
        throw new SwitchyardError('FILE_EXISTS', 'There is a login entry that Switchyard has not written.', {
          place: { file },
          hint: 'Move it away first.',
        })
      try {
        if (isOn) replace(file, text)
        else rmSync(file, { force: true })
      } catch (cause) {
        throw new SwitchyardError('STATE_UNUSABLE', 'The login entry cannot be changed.', {
          place: { file },
          cause,
        })
      }
    },
  }
}

/** Source: XDG Base Directory Specification; relative paths are to be ignored. */
function findConfigHome(variables: NodeJS.ProcessEnv): string {
  const given = variables['XDG_CONFIG_HOME']
  return given && isAbsolute(given) ? given : join(variables['HOME'] ?? homedir(), '.config')
}

/** Null where there is none. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new SwitchyardError('STATE_UNUSABLE', 'The login entry cannot be read.', { place: { file }, cause })
  }
}

/** Whole or not at all. */
function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
}
