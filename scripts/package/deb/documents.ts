import type { Release } from '../release.ts'

/** Debian's changelog: one entry, because what changed stands in the release's own notes. Pure. */
export function changelogText({ name, version, maintainer, builtAt }: Release): string {
  return `${name} (${version}) stable; urgency=medium

  * Switchyard ${version}.

 -- ${maintainer}  ${builtAt.toUTCString().replace('GMT', '+0000')}
`
}

export interface CopyrightFacts {
  readonly release: Release
  /** Text of Switchyard's own licence. */
  readonly ownLicense: string
  /** Of the libraries, each once, as SPDX names them. */
  readonly libraryLicenses: readonly string[]
}

/** In the paragraphs of Debian's DEP-5, without the line that names their format. The texts of others stand in one file beside it. Pure. */
export function copyrightText({ release, ownLicense, libraryLicenses }: CopyrightFacts): string {
  const others = ' The authors of the libraries; each with its licence in THIRD-PARTY.md.gz beside this file'
  return [
    'Upstream-Name: Switchyard',
    `Upstream-Contact: ${release.maintainer}`,
    '',
    'Files: *',
    `Copyright: ${release.builtAt.getUTCFullYear()} The Switchyard maintainers`,
    'License: Expat',
    '',
    'Files: usr/lib/switchyard/out/*',
    `Copyright: ${release.builtAt.getUTCFullYear()} The Switchyard maintainers`,
    others,
    'License: Expat and libraries',
    '',
    'Files: usr/lib/switchyard/node_modules/*',
    `Copyright:${others}`,
    'License: libraries',
    '',
    'Files: usr/lib/switchyard/node_modules/node/*',
    'Copyright: The contributors of Node.js and of its parts',
    'License: Node.js',
    '',
    'License: Expat',
    ...indented(ownLicense.replace(/^.*?\n\n/s, '').replace(/^Copyright.*\n\n/, '')),
    '',
    'License: libraries',
    ` ${libraryLicenses.join('; ')}.`,
    ' Each text stands in THIRD-PARTY.md.gz beside this file.',
    '',
    'License: Node.js',
    ' Expat, with the licences of its parts.',
    ' The text stands in THIRD-PARTY.md.gz beside this file.',
    '',
  ].join('\n')
}

function indented(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
}
