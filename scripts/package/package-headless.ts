import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { readBundle } from '../../src/main/host/install/read-bundle.ts'
import { copyrightText, changelogText } from './deb/documents.ts'
import { lintianOverrides } from './deb/lintian-overrides.ts'
import { makeDeb } from './deb/make-deb.ts'
import { headlessFiles } from './headless-files.ts'
import { makeTarball } from './npm/make-tarball.ts'
import { packageJsonText } from './npm/package-json.ts'
import { copied, type PackageFile, written } from './package-file.ts'
import type { Release } from './release.ts'
import { sbomOfShipped, sbomSchema } from './shipped/sbom.ts'
import { listWithNeeded, readBundled, readShippedPackage } from './shipped/shipped-package.ts'
import { licensesOf, thirdPartyText } from './shipped/third-party.ts'
import { gzip, shells, systemFiles } from './system-files.ts'

export interface PackageOptions {
  /** The checkout, built. */
  readonly root: string
  readonly outDir: string
  readonly release: Release
  readonly isQuick?: boolean
}

const nodeDir = 'node_modules/node'
const unbundledLibrary = 'node_modules/ssh2'

/** The headless edition as an npm package and as a deb with its own Node; their paths. */
export async function packageHeadless(
  options: PackageOptions,
): Promise<{ readonly deb: string; readonly tarball: string }> {
  const facts = await readFacts(options)
  const tarball = await makeTarball(options.release, npmFiles(facts), options.outDir)
  const deb = await makeDeb({ ...options, files: debFiles(facts), arch: process.arch })
  return { deb, tarball }
}

type Facts = Awaited<ReturnType<typeof readFacts>>

async function readFacts({ root, release }: PackageOptions) {
  const read = (dir: string) => readShippedPackage(root, dir)
  const unbundled = await Promise.all((await listWithNeeded(root, unbundledLibrary)).map(read))
  const bundled = await Promise.all((await readBundled(root, ['out/cli', 'out/renderer'])).map(read))
  const asked = unbundled.toSorted(
    (a, b) => Number(b.dir === unbundledLibrary) - Number(a.dir === unbundledLibrary),
  )
  const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly description: string
    readonly license: string
  }
  const node = await readFile(join(root, nodeDir, 'bin/node'))
  const { stdout: nodeVersion } = await execa(join(root, nodeDir, 'bin/node'), ['--version'])
  const npmSbom = await execa('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: root })
  const print = async (...args: readonly string[]) => {
    const env = { SOURCE_DATE_EPOCH: String(release.builtAt.getTime() / 1000) }
    return (await execa(join(root, 'bin/switchyard'), args, { env, stripFinalNewline: false })).stdout
  }
  const packageJson = packageJsonText({ ...release, ...own, unbundled: asked })
  return {
    root,
    release,
    packages: [...bundled, ...unbundled].toSorted((a, b) => a.name.localeCompare(b.name)),
    program: await headlessFiles(root, packageJson, unbundled),
    ownLicense: await readFile(join(root, 'LICENSE'), 'utf8'),
    runtime: {
      version: nodeVersion.replace(/^v/, ''),
      license: await readNodeLicense(root),
      sha256: createHash('sha256').update(node).digest('hex'),
    },
    whole: sbomSchema.parse(JSON.parse(npmSbom.stdout)),
    manual: await print('manual'),
    completions: Object.fromEntries(
      await Promise.all(shells.map(async (shell) => [shell, await print('completion', shell)])),
    ) as Record<(typeof shells)[number], string>,
    helper: await readBundle(join(root, 'resources')),
  }
}

/** The npm package of Node brings its licence in the one of the architecture, below itself. */
function readNodeLicense(root: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  return readFile(join(root, nodeDir, 'node_modules', name, 'LICENSE'), 'utf8')
}

function sbomText({ whole, release, packages, runtime }: Facts, withRuntime: boolean): string {
  const sbom = sbomOfShipped({
    whole,
    name: release.name,
    shipped: packages.map(({ name, version }) => `${name}@${version}`),
    runtime: withRuntime ? runtime : null,
    builtAt: release.builtAt,
  })
  return JSON.stringify(sbom, null, 2) + '\n'
}

function npmFiles(facts: Facts): readonly PackageFile[] {
  return [
    ...facts.program,
    written('man/switchyard.1', facts.manual),
    copied('LICENSE', join(facts.root, 'LICENSE')),
    copied('README.md', join(facts.root, 'README.md')),
    written('THIRD-PARTY.md', thirdPartyText(facts.packages)),
    written('sbom.cdx.json', sbomText(facts, false)),
  ]
}

function debFiles(facts: Facts): readonly PackageFile[] {
  const { root, release, packages, runtime, program } = facts
  const node = copied(`${nodeDir}/bin/node`, join(root, nodeDir, 'bin/node'), { isExecutable: true })
  const doc = `usr/share/doc/${release.name}`
  const owner = { name: release.name, removeBy: ['sudo', 'apt', 'remove', release.name] }
  const system = systemFiles({ ...facts, program: [...program, node], owner })
  return [
    ...system,
    written(
      `${doc}/copyright`,
      copyrightText({ release, ownLicense: facts.ownLicense, libraryLicenses: licensesOf(packages) }),
    ),
    written(`${doc}/changelog.gz`, gzip(changelogText(release))),
    written(`${doc}/THIRD-PARTY.md.gz`, gzip(thirdPartyText(packages, runtime))),
    written(`${doc}/sbom.cdx.json.gz`, gzip(sbomText(facts, true))),
    written(`usr/share/lintian/overrides/${release.name}`, lintianOverrides),
  ]
}
