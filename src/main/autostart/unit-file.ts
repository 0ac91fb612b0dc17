import { readFileSync, rmdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import { replaceFile } from '../store/replace-file.ts'

/** Whole or not at all; for its owner only, because variables stand in it. */
export function writeUnitFile(file: string, text: string): void {
  try {
    replaceFile(file, text)
  } catch (cause) {
    throw new SwitchyardError('STATE_UNUSABLE', 'The unit cannot be written.', { place: { file }, cause })
  }
}

/** Null where there is none. */
export function readUnitFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new SwitchyardError('STATE_UNUSABLE', 'The unit cannot be read.', { place: { file }, cause })
  }
}

/** Removes folders that only held what is gone, from the innermost one. */
export function removeEmpty(dirs: readonly string[]): void {
  for (const dir of dirs) {
    try {
      rmdirSync(dir)
    } catch (error) {
      // What holds something else stays, with all above it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return
    }
  }
}

/** Where systemd looks for the operator's own units. */
export function findUnitDir(variables: NodeJS.ProcessEnv): string {
  const given = variables['XDG_CONFIG_HOME']
  const config = given && isAbsolute(given) ? given : join(variables['HOME'] ?? homedir(), '.config')
  return join(config, 'systemd', 'user')
}
