import { randomBytes } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'

/**
 * The operator's token, from a file or the environment; null for none. Never from the command line, which everybody on the
 * machine can read. Throws a SwitchyardError for a file that cannot be read, or that others can.
 */
export async function readToken(
  file: string | undefined,
  variables: NodeJS.ProcessEnv,
): Promise<string | null> {
  return file === undefined ? variables['SWITCHYARD_TOKEN'] || null : readTokenFile(file)
}

/** The token in the file; where there is no such file, one is made that only this user can read. Throws as above. */
export async function readOrMakeToken(file: string): Promise<string> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const token = randomBytes(32).toString('base64url')
    await writeFile(file, `${token}\n`, { flag: 'wx', mode: 0o600 })
    return token
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return readTokenFile(file)
    throw new SwitchyardError('STATE_UNUSABLE', 'No token can be written here.', { place: { file }, cause })
  }
}

/** Throws a SwitchyardError for a file that cannot be read, or that others can. */
export async function readTokenFile(file: string): Promise<string> {
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) {
      throw new SwitchyardError('USAGE', `Others on this machine can read the token.`, {
        place: { file },
        hint: `Run \`chmod 600 ${file}\`.`,
      })
    }
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    if (cause instanceof SwitchyardError) throw cause
    throw new SwitchyardError('USAGE', 'The token cannot be read.', { place: { file }, cause })
  }
}
