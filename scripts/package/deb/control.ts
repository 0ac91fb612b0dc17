import type { Release } from '../release.ts'

/** Source: the versions of symbols that Node's own builds are linked with. */
const depends = ['libc6 (>= 2.28)', 'libgcc-s1', 'libstdc++6 (>= 5.2)']

/** An engine with Compose; what starts it at boot and lets it ask; Python for the helper of the host. */
export const recommends = [
  'docker.io | docker-ce',
  'docker-compose-plugin | docker-compose-v2 | docker-compose (>= 2)',
  'libpam-systemd',
  'pkexec | policykit-1',
  'python3',
]

/** The `control` file of a binary package. `installedKib` is what its files take on disk. Pure. */
export function controlText(
  { name, version, maintainer, summary }: Release,
  { architecture, installedKib }: { readonly architecture: string; readonly installedKib: number },
): string {
  return [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${installedKib}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    'Suggests: earlyoom, bash-completion',
    'Section: admin',
    'Priority: optional',
    'Description: bring a home AI lab of several Compose stacks up in order',
    ...folded(`${summary}. This is the edition without a window: the terminal, and a page in the browser.`),
    ' .',
    ...folded(
      'Nothing is started by installing it. The helper that prepares the host for heavy starts asks for an ' +
        "administrator's password each time, until `switchyard host install` says otherwise.",
    ),
    '',
  ].join('\n')
}

/** Words in lines of at most 79 columns, each with a blank before it. */
function folded(text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.length + word.length > 77) {
      lines.push(line)
      line = ''
    }
    line += ` ${word}`
  }
  return [...lines, line]
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Debian's name of an architecture of Node's. Throws one sentence for others. */
export function debianArchitecture(arch: string): string {
  const found = architectures[arch]
  if (found === undefined) throw new Error(`There is no package for ${arch}.`)
  return found
}
