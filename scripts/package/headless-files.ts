import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { copied, type PackageFile, written } from './package-file.ts'
import type { ShippedPackage } from './shipped/shipped-package.ts'

/** What is left out of a library that is shipped as it is. */
const unneeded = /^(test|tests|examples|util|Jenkinsfile|.*\.md|\..*)$/

/**
 * The headless edition, from the folder of its program: the built terminal and web doors and what they find beside themselves.
 * Without a Node. `unbundled` are the libraries that no bundle can hold.
 */
export async function headlessFiles(
  root: string,
  packageJson: string,
  unbundled: readonly ShippedPackage[],
): Promise<readonly PackageFile[]> {
  const [doors, page, resources, ...libraries] = await Promise.all([
    listFiles(root, 'out/cli'),
    listFiles(root, 'out/renderer'),
    listFiles(root, 'resources'),
    ...unbundled.map(({ dir }) => listFiles(root, dir, (name) => unneeded.test(name))),
  ])
  const plain = [doors, page, resources, ...libraries].flat().toSorted()
  return [
    copied('bin/switchyard', join(root, 'bin/switchyard'), { isExecutable: true }),
    written('package.json', packageJson),
    ...plain.map((path) =>
      copied(path, join(root, path), { isExecutable: path === 'resources/host/switchyard-host' }),
    ),
  ]
}

/** Paths from the root; without what lies in folders of that name or is called so. */
async function listFiles(
  root: string,
  dir: string,
  isUnneeded: (name: string) => boolean = () => false,
): Promise<readonly string[]> {
  const entries = await readdir(join(root, dir), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !relative(dir, path).split('/').some(isUnneeded))
}
