import { type Stats, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { replaceFile } from '../store/replace-file.ts'
import { writtenMark } from './render-env-file.ts'

export type Written =
  | { readonly changed: boolean; readonly keptCopy: string | null }
  /** Why it was not written, after the name of who wanted it. */
  | { readonly fault: string }

/** The text of an env file as it is; null when there is none, or none that can be read as one. */
export function readSecretFile(file: string): string | null {
  try {
    return lstatSync(file).isFile() ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

/**
 * Puts secrets into an env file, whole or not at all, readable for its owner only. A link is refused, as is what lies outside
 * of the lab. A file that something else has written is kept beside it, once. What is the same already is left as it is.
 */
export function writeSecretFile(labDir: string, file: string, text: string): Written {
  try {
    const folder = realpathSync(dirname(file))
    const root = realpathSync(labDir)
    if (folder !== root && !folder.startsWith(root + sep)) return { fault: 'was to write outside of the lab' }
    const found = lstatSync(file, { throwIfNoEntry: false })
    if (found?.isSymbolicLink()) return { fault: 'was to write a link, which is not followed' }
    if (found && !found.isFile()) return { fault: 'was to write what is no file' }
    const before = found ? readFileSync(file, 'utf8') : null
    if (before === text && found && isPrivate(found)) return { changed: false, keptCopy: null }
    const keptCopy = before !== null && isForeign(before) ? `${file}.before` : null
    if (keptCopy !== null && before !== null) replaceFile(keptCopy, before)
    replaceFile(file, text)
    return { changed: true, keptCopy }
  } catch (error) {
    return { fault: `could not write: ${(error as NodeJS.ErrnoException).code ?? String(error)}` }
  }
}

function isForeign(text: string): boolean {
  return text.trim() !== '' && !text.startsWith(writtenMark)
}

/** Whether nobody but its owner can read it. */
export function isPrivate({ mode }: Pick<Stats, 'mode'>): boolean {
  return (mode & 0o077) === 0
}
