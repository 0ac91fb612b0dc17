import { join } from 'node:path'
import { changelogText, copyrightText } from './deb/documents.ts'
import { copied, type PackageFile, written } from './package-file.ts'
import { nodeDir, type PackageFacts } from './read-facts.ts'
import { sbomOfShipped, type ShippedProgram } from './shipped/sbom.ts'
import { licensesOf, thirdPartyText } from './shipped/third-party.ts'
import { gzip, systemFiles } from './system-files.ts'

/** The npm package: runs on the Node that is there. */
export function npmFiles(facts: PackageFacts): readonly PackageFile[] {
  return [
    ...facts.program,
    written('man/switchyard.1', facts.manual),
    copied('LICENSE', join(facts.root, 'LICENSE')),
    copied('README.md', join(facts.root, 'README.md')),
    written('THIRD-PARTY.md', thirdPartyText(facts.packages)),
    written('sbom.cdx.json', sbomText(facts, [])),
  ]
}

export interface SystemPackage {
  readonly name: string
  /** The command that removes it. */
  readonly removeBy: readonly string[]
  /** What it brings beside Node. */
  readonly runtimes?: readonly ShippedProgram[]
}

/** What a package of the system brings, with its own Node. */
export function installedFiles(
  facts: PackageFacts,
  { name, removeBy, runtimes = [] }: SystemPackage,
): readonly PackageFile[] {
  const { root, release, packages, runtime, program } = facts
  const node = copied(`${nodeDir}/bin/node`, join(root, nodeDir, 'bin/node'), { isExecutable: true })
  const owner = { name, removeBy: [...removeBy] }
  const documents = `usr/share/doc/${name}`
  const copyright = { release, ownLicense: facts.ownLicense, libraryLicenses: licensesOf(packages) }
  const nodeItself = {
    name: 'node',
    version: runtime.version,
    license: 'Node.js license, with those of its parts',
    sha256: runtime.sha256,
  }
  return [
    ...systemFiles({ ...facts, program: [...program, node], owner }),
    written(`${documents}/copyright`, copyrightText(copyright)),
    written(`${documents}/changelog.gz`, gzip(changelogText(release))),
    written(`${documents}/THIRD-PARTY.md.gz`, gzip(thirdPartyText(packages, runtime))),
    written(`${documents}/sbom.cdx.json.gz`, gzip(sbomText(facts, [nodeItself, ...runtimes]))),
  ]
}

function sbomText({ whole, release, packages }: PackageFacts, runtimes: readonly ShippedProgram[]): string {
  const sbom = sbomOfShipped({
    whole,
    name: release.name,
    shipped: packages.map(({ name, version }) => `${name}@${version}`),
    runtimes,
    builtAt: release.builtAt,
  })
  return JSON.stringify(sbom, null, 2) + '\n'
}
