import { lstat, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import { parseSwitchyardFile, type SwitchyardFile } from './parse.ts'

export const switchyardFileNames = ['switchyard.yaml', 'switchyard.yml'] as const

/** No honest file comes near; anything larger was put there by mistake. */
const LARGEST_FILE_BYTES = 256 * 1024

/** Reads a lab's own file; null when it has none. Throws LAB_FILE_INVALID with every mistake and its place. */
export async function readSwitchyardFile(dir: string): Promise<SwitchyardFile | null> {
  const path = await findSwitchyardFile(dir)
  return path === null ? null : parseSwitchyardFile(await readText(path), path)
}

/** Absolute path of the lab's own file, whatever it is; null when there is none. */
export async function findSwitchyardFile(dir: string): Promise<string | null> {
  const paths = switchyardFileNames.map((name) => join(dir, name))
  const present = await Promise.all(paths.map(isPresent))
  const [path, other] = paths.filter((_, index) => present[index])
  if (path && other) {
    throw new SwitchyardError('LAB_FILE_INVALID', 'There are both `switchyard.yaml` and `switchyard.yml`.', {
      place: { file: other },
      hint: 'Keep one of them.',
    })
  }
  return path ?? null
}

async function isPresent(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw unreadable(path, error)
  }
}

/** The text of a small file. Throws LAB_FILE_INVALID for what is no honest text file. */
export async function readText(path: string): Promise<string> {
  let bytes: Buffer
  try {
    const { size, ...stats } = await describe(path)
    if (!stats.isFile)
      throw new SwitchyardError('LAB_FILE_INVALID', `It is ${stats.kind}, not a file.`, {
        place: { file: path },
      })
    if (size > LARGEST_FILE_BYTES) {
      const message = `It is larger than ${LARGEST_FILE_BYTES / 1024} KiB.`
      throw new SwitchyardError('LAB_FILE_INVALID', message, { place: { file: path } })
    }
    bytes = await readFile(path)
  } catch (error) {
    throw error instanceof SwitchyardError ? error : unreadable(path, error)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new SwitchyardError('LAB_FILE_INVALID', 'It is not UTF-8 text.', { place: { file: path }, cause })
  }
}

async function describe(path: string) {
  const stats = await stat(path)
  return {
    size: stats.size,
    isFile: stats.isFile(),
    kind: stats.isDirectory() ? 'a folder' : 'a device or a pipe',
  }
}

function unreadable(path: string, cause: unknown): SwitchyardError {
  const reason = isMissing(cause)
    ? 'it is a link that leads nowhere'
    : cause instanceof Error
      ? cause.message
      : String(cause)
  return new SwitchyardError('LAB_FILE_INVALID', `It cannot be read: ${reason}.`, {
    place: { file: path },
    cause,
  })
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOENT' || code === 'ENOTDIR'
}
