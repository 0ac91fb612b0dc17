import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { PackageFile } from '../package-file.ts'
import type { Release } from '../release.ts'
import { writeTree } from '../write-tree.ts'

/** Makes the npm package from exactly these files; its path. Throws what npm says. */
export async function makeTarball(
  release: Release,
  files: readonly PackageFile[],
  outDir: string,
): Promise<string> {
  const stage = join(outDir, 'npm')
  await rm(stage, { recursive: true, force: true })
  await mkdir(stage, { recursive: true })
  await writeTree(stage, files, release.builtAt)
  await execa('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', outDir], { cwd: stage })
  await rm(stage, { recursive: true })
  return join(outDir, `${release.name}-${release.version}.tgz`)
}
