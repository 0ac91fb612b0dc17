import { randomUUID } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import { findSwitchyardFile } from './switchyard-file/read.ts'

export { renderSwitchyardFile, type InitFacts } from './switchyard-file/render.ts'

/**
 * Creates `switchyard.yaml` and answers its path. Throws FILE_EXISTS when the lab has one under either name; nothing is
 * ever overwritten, and the file appears whole or not at all.
 */
export async function writeSwitchyardFile(dir: string, text: string): Promise<string> {
  const existing = await findSwitchyardFile(dir)
  if (existing) throw fileExists(existing)
  const path = join(dir, 'switchyard.yaml')
  const draft = join(dir, `.switchyard.yaml.${randomUUID()}`)
  try {
    await writeNew(draft, text)
    await link(draft, path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST') throw fileExists(path, error)
    // Some file systems (exFAT, some network shares) have no hard links: exclusive is possible there, whole is not.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') await writeWithoutLink(path, text)
    else throw error
  } finally {
    await unlink(draft).catch(() => {})
  }
  return path
}

async function writeWithoutLink(path: string, text: string): Promise<void> {
  try {
    await writeNew(path, text)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw fileExists(path, error)
    throw error
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await unlink(path).catch(() => {})
    throw error
  }
}

function fileExists(path: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError(
    'FILE_EXISTS',
    `This lab has a \`${basename(path)}\` already; it is left as it is.`,
    {
      place: { file: path },
      hint: 'Edit it, or move it away first.',
      cause,
    },
  )
}
