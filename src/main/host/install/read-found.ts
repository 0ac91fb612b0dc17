import type { Stats } from 'node:fs'
import { lstat, readFile, readlink } from 'node:fs/promises'
import { foldersUpTo, type FoundFolder } from './swap-places.ts'
import type { Found, FoundItem } from './model.ts'
import { digestOf } from './wanted-items.ts'

/** What is at each of the paths now. */
export async function readFound(paths: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  return new Map(
    await Promise.all(paths.map(async (path): Promise<[string, Found]> => [path, await readOne(path)])),
  )
}

/** The folders on the way to `dir` and itself. A folder that may not be looked at counts as none. */
export function readWay(dir: string): Promise<readonly FoundFolder[]> {
  return Promise.all(
    foldersUpTo(dir).map(async (path) => {
      const found = await lstat(path).catch(() => null)
      return { path, found: found && { isFolder: found.isDirectory(), uid: found.uid, mode: found.mode } }
    }),
  )
}

async function readOne(path: string): Promise<Found> {
  try {
    const stats = await lstat(path)
    const item = { kind: kindOf(stats), uid: stats.uid, gid: stats.gid, mode: stats.mode & 0o7777 }
    if (item.kind === 'file') return { ...item, digest: digestOf(await readFile(path)), target: null }
    return { ...item, digest: null, target: item.kind === 'link' ? await readlink(path) : null }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    return 'unreadable'
  }
}

function kindOf(stats: Stats): FoundItem['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'folder'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
