import { mkdir, open, rmdir, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'

/** Writes all of these files, none of which may exist, or none of them. Readable as the old file is: `mode`. */
export async function writeAllOrNone(
  files: readonly { readonly file: string; readonly text: string }[],
  mode: number,
): Promise<readonly string[]> {
  const written: string[] = []
  const folders: string[] = []
  let current = files[0]?.file
  try {
    for (const { file, text } of files) {
      current = file
      const made = await mkdir(dirname(file), { recursive: true })
      if (made !== undefined) folders.push(...chain(dirname(file), made))
      await using handle = await open(file, 'wx', mode)
      written.push(file)
      await handle.writeFile(text)
      await handle.sync()
    }
    return written
  } catch (error) {
    for (const file of written) await unlink(file).catch(() => {})
    for (const folder of folders) await rmdir(folder).catch(() => {})
    throw refusal(error, current)
  }
}

/** The folders that were made, innermost first. */
function chain(folder: string, made: string): readonly string[] {
  return folder === made ? [folder] : [folder, ...chain(dirname(folder), made)]
}

function refusal(error: unknown, file: string | undefined): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (file === undefined || !(error instanceof Error)) return error
  if (code === 'EEXIST') return exists(file, error)
  return new SwitchyardError('FOLDER_UNREADABLE', `Nothing was written: ${error.message}.`, {
    place: { file },
    cause: error,
  })
}

export function exists(file: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError('FILE_EXISTS', 'This file is there already; nothing was written.', {
    place: { file },
    hint: 'Move it away, or choose another folder with --into.',
    cause,
  })
}
