import { posix } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { SwapPlaces } from './configuration.ts'

/** A folder on the way to a place, as `lstat` tells it; null when there is none. */
export interface FoundFolder {
  readonly path: string
  readonly found: { readonly isFolder: boolean; readonly uid: number; readonly mode: number } | null
}

/** The folder and all above it, from the root. */
export function foldersUpTo(dir: string): readonly string[] {
  const parent = posix.dirname(dir)
  return parent === dir ? [dir] : [...foldersUpTo(parent), dir]
}

/** Names and folders that the helper would take. Throws SwitchyardError for the first that it would not. */
export function checkPlaceNames(places: SwapPlaces): void {
  for (const [name, dir] of Object.entries(places)) {
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) {
      throw unusable(`${name}=${dir}`, 'its name must be small letters, digits and dashes')
    }
    if (!/^\/[^\0\n]+$/.test(dir) || posix.normalize(dir) !== dir || dir.endsWith('/')) {
      throw unusable(`${name}=${dir}`, 'its folder must be a whole path from the root, without `..`')
    }
  }
}

/**
 * Whether the folder of a place must be made. Swap holds what was in memory, so nobody but root may reach it, nor change what
 * is above it. Throws SwitchyardError when somebody else may.
 */
export function mustMakePlace(name: string, way: readonly FoundFolder[]): boolean {
  for (const [index, { path, found }] of way.entries()) {
    const place = `${name}=${way.at(-1)?.path ?? path}`
    if (found === null) {
      if (index === way.length - 1) return true
      throw unusable(place, `there is no folder ${path}`)
    }
    if (!found.isFolder) throw unusable(place, `${path} is no folder (a link is none)`)
    if (found.uid !== 0) throw unusable(place, `${path} does not belong to root`)
    if ((found.mode & 0o022) !== 0) throw unusable(place, `others than root may write in ${path}`)
  }
  return false
}

function unusable(place: string, why: string): SwitchyardError {
  return new SwitchyardError('USAGE', `The swap place ${place} cannot be used: ${why}.`)
}
