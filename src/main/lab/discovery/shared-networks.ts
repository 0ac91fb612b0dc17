import { readFile } from 'node:fs/promises'
import { interpolate } from '../../compose/interpolate.ts'
import type { WrittenFile } from './model.ts'
import { parseComposeFile } from './read-compose-file.ts'

/**
 * Names of the networks that files without services declare: what a lab's stacks share and somebody must create first.
 */
export function findSharedNetworks(
  files: readonly WrittenFile[],
  variables: ReadonlyMap<string, string>,
): readonly string[] {
  const declaring = files.filter(({ services, includes }) => services.length === 0 && includes.length === 0)
  const names = declaring.flatMap(({ networks }) =>
    networks.map(({ key, name }) => interpolate(name ?? key, variables)),
  )
  return [...new Set(names)].filter((name) => name !== '')
}

/** Files like `config/networks.yml`. Those of other tools, with other contents, are nobody's mistake. */
export async function readNetworkFiles(paths: readonly string[]): Promise<readonly WrittenFile[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      try {
        return [parseComposeFile(path, await readFile(path, 'utf8'))]
      } catch {
        return []
      }
    }),
  )
  return files.flat()
}
