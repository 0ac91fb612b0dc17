import { readFile, stat } from 'node:fs/promises'
import { SwitchyardError } from '../../../shared/errors.ts'

/**
 * The operator's token, from a file or the environment; null for none. Never from the command line, which everybody on the
 * machine can read. Throws a SwitchyardError for a file that cannot be read, or that others can.
 */
export async function readToken(
  file: string | undefined,
  variables: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (file === undefined) return variables['SWITCHYARD_TOKEN'] || null
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
