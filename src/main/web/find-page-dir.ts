import { existsSync } from 'node:fs'
import path from 'node:path'

/** Folder of the built page: beside the built door, or in the checkout when this runs from its source. */
export function findPageDir(): string {
  const built = path.join(import.meta.dirname, '..', 'renderer')
  const checkout = path.join(import.meta.dirname, '..', '..', '..', 'out', 'renderer')
  return existsSync(path.join(built, 'index.html')) ? built : checkout
}
