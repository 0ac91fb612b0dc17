import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The lab that comes with Switchyard, from any folder of the package: the source and the bundles lie at different depths.
 * Null where it was not installed. `mountedAt`: where an AppImage is while it runs; nobody else can read what lies there, not even
 * the engine, and tomorrow it is elsewhere.
 */
export function findSampleLab(from: string, mountedAt?: string): string | null {
  if (mountedAt && from.startsWith(`${mountedAt}/`)) return null
  if (existsSync(join(from, 'package.json'))) {
    // Electron can read its archive, and the engine cannot: beside it lies what others must read.
    const lab = join(from.replace(/\.asar$/, '.asar.unpacked'), 'resources', 'sample-lab')
    return existsSync(lab) ? lab : null
  }
  const parent = dirname(from)
  return parent === from ? null : findSampleLab(parent, mountedAt)
}
