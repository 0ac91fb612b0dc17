import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The lab that comes with Switchyard, from any folder of the package: the source and the bundles lie at different depths.
 * Null where it was not installed.
 */
export function findSampleLab(from: string): string | null {
  const lab = join(from, 'resources', 'sample-lab')
  if (existsSync(join(from, 'package.json'))) return existsSync(lab) ? lab : null
  const parent = dirname(from)
  return parent === from ? null : findSampleLab(parent)
}
