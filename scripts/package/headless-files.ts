import { join } from 'node:path'
import { listFiles } from './list-files.ts'
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
