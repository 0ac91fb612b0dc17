import { lintianOverrides } from './deb/lintian-overrides.ts'
import { makeDeb } from './deb/make-deb.ts'
import { installedFiles, npmFiles } from './edition-files.ts'
import { makeTarball } from './npm/make-tarball.ts'
import { written } from './package-file.ts'
import { readFacts } from './read-facts.ts'
import type { Release } from './release.ts'

export interface PackageOptions {
  /** The checkout, built. */
  readonly root: string
  readonly outDir: string
  readonly release: Release
  /** A large deb at once; the default takes minutes and is small. */
  readonly isQuick?: boolean
}

/** The headless edition as an npm package and as a deb; their paths. */
export async function packageHeadless(
  options: PackageOptions,
): Promise<{ readonly deb: string; readonly tarball: string }> {
  const { root, release, outDir } = options
  const facts = await readFacts(root, release, ['out/cli', 'out/renderer'])
  const tarball = await makeTarball(release, npmFiles(facts), outDir)
  const { name } = release
  const files = [
    ...installedFiles(facts, { name, removeBy: ['sudo', 'apt', 'remove', name] }),
    written(`usr/share/lintian/overrides/${name}`, lintianOverrides),
  ]
  return { deb: await makeDeb({ ...options, files, arch: process.arch }), tarball }
}
