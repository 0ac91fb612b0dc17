import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { isMissing } from './is-missing.ts'
import { compareText } from './compare-text.ts'
import { isActionsName, isNetworksName, kindOfFile } from './file-names.ts'
import type { Note } from './model.ts'

/** Folders with files that have a Compose file's name. */
export interface FoundFiles {
  /** Parents before their children, otherwise by name. */
  readonly folders: readonly { readonly dir: string; readonly names: readonly string[] }[]
  readonly networkFiles: readonly string[]
  /** Files called `container_actions.yaml`. */
  readonly actionFiles: readonly string[]
  /** Every folder that was looked into, whatever is in it. */
  readonly entered: readonly string[]
  readonly notes: readonly Note[]
}

const maxDepth = 4
const maxFolders = 5000
/** The YAML parser takes a second for each megabyte, and no Compose file that a person keeps comes near one. */
const maxFileBytes = 1_000_000
const skippedFolders = new Set([
  'node_modules',
  'archive',
  'archives',
  'archived',
  'backup',
  'backups',
  'volumes',
])

/**
 * Walks a lab's folder, four levels deep, and reads names only. Hidden folders, `node_modules`, archives and volumes
 * are not entered; in a `data` folder only the Compose file at its top counts, the rest is what containers wrote.
 */
export async function findComposeFiles(root: string): Promise<FoundFiles> {
  const realRoot = await realpath(root)
  const walk: Walk = {
    root,
    realRoot,
    linked: new Set(),
    folders: [],
    networkFiles: [],
    actionFiles: [],
    notes: [],
  }
  let level: readonly string[] = [root]
  const entered: string[] = []
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const room = level.slice(0, maxFolders - entered.length)
    if (room.length < level.length) {
      walk.notes.push({ file: root, why: `Only the first ${maxFolders} folders were looked at.` })
    }
    entered.push(...room)
    const below: string[] = []
    // One after the other: of two links to one folder, the first by name counts, each time.
    for (const dir of room) below.push(...(await enterFolder(walk, dir)))
    level = below
  }
  return {
    folders: walk.folders.toSorted((a, b) => compareText(a.dir, b.dir)),
    networkFiles: walk.networkFiles.toSorted(compareText),
    actionFiles: walk.actionFiles.toSorted(compareText),
    entered,
    notes: walk.notes.toSorted((a, b) => compareText(a.file, b.file)),
  }
}

interface Walk {
  readonly root: string
  readonly realRoot: string
  /** Folders outside the lab that a link has led to already. */
  readonly linked: Set<string>
  readonly folders: { dir: string; names: readonly string[] }[]
  readonly networkFiles: string[]
  readonly actionFiles: string[]
  readonly notes: Note[]
}

/** Reads one folder and returns the folders in it that are to be entered. */
async function enterFolder(walk: Walk, dir: string): Promise<string[]> {
  const read = await readdir(dir, { withFileTypes: true }).catch((cause: unknown) => {
    if (!isMissing(cause)) walk.notes.push({ file: dir, why: 'This folder cannot be read.' })
    return [] as Dirent[]
  })
  const entries = read.toSorted((a, b) => compareText(a.name, b.name))
  const named = entries.map(({ name }) => name).filter((name) => kindOfFile(name) !== null)
  const names = await onlyReadable(walk, dir, named)
  if (names.length > 0) walk.folders.push({ dir, names })
  const networkNames = entries.map(({ name }) => name).filter(isNetworksName)
  for (const name of await onlyReadable(walk, dir, networkNames)) walk.networkFiles.push(join(dir, name))
  // What is wrong with such a file is told when somebody needs it, and not here.
  for (const { name } of entries) if (isActionsName(name)) walk.actionFiles.push(join(dir, name))
  if (dir !== walk.root && basename(dir) === 'data') return []
  const children: string[] = []
  for (const entry of entries) {
    const child = await childFolder(walk, dir, entry)
    if (child !== null) children.push(child)
  }
  return children
}

async function childFolder(walk: Walk, dir: string, entry: Dirent): Promise<string | null> {
  const path = join(dir, entry.name)
  if (entry.name.startsWith('.') || skippedFolders.has(entry.name) || kindOfFile(entry.name) !== null)
    return null
  if (entry.isDirectory()) return path
  if (!entry.isSymbolicLink()) return null
  const target = await realpath(path).catch(() => null)
  // A link to somewhere in the lab brings nothing that is not found anyway, and may lead in a circle.
  if (target === null || isInside(target, walk.realRoot) || isInside(walk.realRoot, target)) return null
  if (walk.linked.has(target)) return null
  walk.linked.add(target)
  return (await stat(target).catch(() => null))?.isDirectory() ? path : null
}

/** Of the names, those of files that can be read in a moment; the others get a note. */
async function onlyReadable(walk: Walk, dir: string, names: readonly string[]): Promise<readonly string[]> {
  const seen = new Map<string, string>()
  const readable: string[] = []
  // The default name first: it is the one to keep when another name links to the same file.
  const isBase = (name: string) => kindOfFile(name)?.kind === 'base'
  for (const name of names.toSorted((a, b) => Number(isBase(b)) - Number(isBase(a)) || compareText(a, b))) {
    const path = join(dir, name)
    const why = await reasonToLeaveOut(path)
    const target = why === null ? await realpath(path) : path
    const twin = seen.get(target)
    seen.set(target, twin ?? name)
    if (why === null && twin === undefined) readable.push(name)
    else walk.notes.push({ file: path, why: why ?? `The same file as ${twin}, by a link.` })
  }
  return readable
}

async function reasonToLeaveOut(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found) return 'This is a link that leads to no file.'
  if (found.isDirectory()) return 'This is a folder with the name of a Compose file.'
  if (!found.isFile()) return 'This has the name of a Compose file and is no file.'
  if (found.size <= maxFileBytes) return null
  return `Too large to be a Compose file: ${Math.ceil(found.size / 1_000_000)} MB, and 1 MB is the limit.`
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
