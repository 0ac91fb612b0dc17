import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import { installPaths } from './install-paths.ts'
import type { BundledFile } from './model.ts'

/** The helper as it comes with Switchyard. Throws SwitchyardError when this copy has none. */
export async function readBundle(from: string): Promise<readonly BundledFile[]> {
  const dir = findBundle(from)
  if (dir === null) {
    throw new SwitchyardError(
      'HOST_HELPER_MISSING',
      'This copy of Switchyard came without its host helper.',
      {
        hint: 'Install Switchyard again, whole.',
      },
    )
  }
  const entries = await readdir(dir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && isPart(entry.name)).map(({ name }) => name)
  return Promise.all(
    names.sort().map(async (name) => ({ name, content: await readFile(join(dir, name), 'utf8') })),
  )
}

const entryName = basename(installPaths.helper)

function isPart(name: string): boolean {
  return name === entryName || /^[a-z_]+\.py$/.test(name)
}

/** From any folder of the package: the source and the bundles lie at different depths. */
function findBundle(from: string): string | null {
  if (existsSync(join(from, 'package.json'))) {
    const dir = join(from, 'resources', 'host')
    return existsSync(join(dir, entryName)) ? dir : null
  }
  const parent = dirname(from)
  return parent === from ? null : findBundle(parent)
}
