import { gzipSync } from 'node:zlib'
import { packagedUnitText } from '../../src/main/autostart/unit-text.ts'
import type { PackageName } from '../../src/main/host/install/manifest.ts'
import type { BundledFile, WantedItem } from '../../src/main/host/install/model.ts'
import { packageItems } from '../../src/main/host/install/package-items.ts'
import { below, linked, type PackageFile, written } from './package-file.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

export interface SystemFacts {
  /** What is to lie in the program's own folder. */
  readonly program: readonly PackageFile[]
  readonly manual: string
  readonly completions: Readonly<Record<(typeof shells)[number], string>>
  /** The helper of the host as it comes with Switchyard. */
  readonly helper: readonly BundledFile[]
  /** How the package is called, and removed. */
  readonly owner: PackageName
}

const programDir = 'usr/lib/switchyard'

/** Switchyard where a Linux system has its programs; paths from the root of the system. Pure. */
export function systemFiles({
  program,
  manual,
  completions,
  helper,
  owner,
}: SystemFacts): readonly PackageFile[] {
  return [
    ...below(programDir, program),
    linked('usr/bin/switchyard', '../lib/switchyard/bin/switchyard'),
    written('usr/share/man/man1/switchyard.1.gz', gzip(manual)),
    written('usr/share/bash-completion/completions/switchyard', completions.bash),
    written('usr/share/zsh/vendor-completions/_switchyard', completions.zsh),
    written('usr/share/fish/vendor_completions.d/switchyard.fish', completions.fish),
    written('usr/lib/systemd/user/switchyard.service', packagedUnitText('/usr/bin/switchyard')),
    ...packageItems(helper, owner).flatMap(helperFile),
  ]
}

/** The same bytes for the same text: no name and no time stand in it. */
export function gzip(text: string): Buffer {
  return gzipSync(text, { level: 9 })
}

/** Folders follow from the files. */
function helperFile({ kind, path, content, mode, target }: WantedItem): readonly PackageFile[] {
  const from = path.slice(1)
  if (kind === 'link') return [linked(from, target ?? '')]
  return kind === 'file' ? [written(from, content ?? '', { isExecutable: mode === '0755' })] : []
}
