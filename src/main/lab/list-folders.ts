import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { FolderListing } from '../../shared/app.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { kindOfFile } from './discovery/file-names.ts'

const maxFolders = 1000
/** Of folders below those that are listed, all together: a listing is looked at while it is waited for. */
const maxLooks = 2000
const looksAtOnce = 32

/**
 * Folders to choose a lab from, by name as people count (2 before 10). Links are left out, and hidden folders unless they
 * lie in a hidden one. Throws FOLDER_UNREADABLE.
 */
export async function listFolders(dir: string): Promise<FolderListing> {
  const root = resolve(dir)
  if (!isAbsolute(dir)) throw unreadable(dir, 'it is not an absolute path')
  const entries = await readFolder(root)
  const names = foldersOf(entries, basename(root).startsWith('.')).sort(byName.compare).slice(0, maxFolders)
  const parent = dirname(root)
  const budget = { looks: maxLooks }
  const found = new Set<string>()
  await Promise.all(
    Array.from({ length: looksAtOnce }, async (_, lane) => {
      for (let index = lane; index < names.length; index += looksAtOnce) {
        const name = names[index] ?? ''
        if (await hasComposeFiles(join(root, name), budget)) found.add(name)
      }
    }),
  )
  return {
    dir: root,
    parent: parent === root ? null : parent,
    folders: names.map((name) => ({ name, dir: join(root, name), hasComposeFiles: found.has(name) })),
  }
}

const byName = new Intl.Collator('en', { numeric: true })

function foldersOf(entries: readonly Dirent[], withHidden: boolean): string[] {
  return entries
    .filter((entry) => entry.isDirectory() && (withHidden || !entry.name.startsWith('.')))
    .map(({ name }) => name)
}

/** By names only, in the folder and right below it. */
async function hasComposeFiles(dir: string, budget: { looks: number }): Promise<boolean> {
  const entries = await look(dir, budget)
  if (holdsComposeFile(entries)) return true
  for (const name of foldersOf(entries, false)) {
    if (name !== 'node_modules' && holdsComposeFile(await look(join(dir, name), budget))) return true
  }
  return false
}

function holdsComposeFile(entries: readonly Dirent[]): boolean {
  return entries.some((entry) => !entry.isDirectory() && kindOfFile(entry.name) !== null)
}

/** Nothing where nothing can be read, or enough has been looked at. */
async function look(dir: string, budget: { looks: number }): Promise<readonly Dirent[]> {
  if (budget.looks <= 0) return []
  budget.looks -= 1
  return readdir(dir, { withFileTypes: true }).catch(() => [])
}

async function readFolder(dir: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(dir, { withFileTypes: true })
  } catch (cause) {
    throw unreadable(dir, reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'it cannot be read', cause)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is a file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

function unreadable(dir: string, reason: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError('FOLDER_UNREADABLE', `The folder ${dir} cannot be listed: ${reason}.`, {
    hint: 'Choose another one.',
    cause,
  })
}
