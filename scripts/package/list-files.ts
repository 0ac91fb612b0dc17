import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Files of a folder and all below it, as paths from the root, sorted; without what is called so, or lies in what is. */
export async function listFiles(
  root: string,
  dir: string,
  isUnneeded: (name: string) => boolean = () => false,
): Promise<readonly string[]> {
  const entries = await readdir(join(root, dir), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !relative(dir, path).split('/').some(isUnneeded))
    .sort()
}
