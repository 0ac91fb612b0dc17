import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { foldersOf, type PackageFile, written } from '../package-file.ts'
import type { Release } from '../release.ts'
import { writeTree } from '../write-tree.ts'
import { controlText, debianArchitecture } from './control.ts'
import { postrmText, prermText } from './maintainer-scripts.ts'

export interface DebOptions {
  readonly release: Release
  readonly files: readonly PackageFile[]
  /** As Node names it. */
  readonly arch: string
  /** Where the package goes. */
  readonly outDir: string
  /** Large and at once, for tests; the default takes long and is small. */
  readonly isQuick?: boolean
}

/** Makes the package with Debian's own tool, the same bytes for the same files; its path. Throws what that tool says. */
export async function makeDeb({
  release,
  files,
  arch,
  outDir,
  isQuick = false,
}: DebOptions): Promise<string> {
  const architecture = debianArchitecture(arch)
  const stage = join(outDir, 'deb')
  const sums = await Promise.all(files.map(readSum))
  const installedKib = sums.reduce((total, { kib }) => total + kib, foldersOf(files).length)
  await rm(stage, { recursive: true, force: true })
  await mkdir(stage, { recursive: true })
  await writeTree(
    stage,
    [
      ...files,
      written('DEBIAN/control', controlText(release, { architecture, installedKib })),
      written('DEBIAN/md5sums', sums.flatMap(({ line }) => line ?? []).join('')),
      written('DEBIAN/prerm', prermText, { isExecutable: true }),
      written('DEBIAN/postrm', postrmText, { isExecutable: true }),
    ],
    release.builtAt,
  )
  const target = join(outDir, `${release.name}_${release.version}_${architecture}.deb`)
  const compression = isQuick ? ['-Zgzip', '-z1'] : ['-Zxz']
  await execa('dpkg-deb', ['--root-owner-group', ...compression, '--build', stage, target], {
    env: { SOURCE_DATE_EPOCH: String(release.builtAt.getTime() / 1000) },
  })
  await rm(stage, { recursive: true })
  return target
}

/** A line of `md5sums`, none for a link, and what the file takes on a disk. */
async function readSum({ path, content }: PackageFile): Promise<{ line: string | null; kib: number }> {
  if (content.kind === 'link') return { line: null, kib: 1 }
  const bytes = content.kind === 'bytes' ? content.bytes : await readFile(content.file)
  const { size } = content.kind === 'bytes' ? { size: bytes.length } : await stat(content.file)
  const sum = createHash('md5').update(bytes).digest('hex')
  return { line: `${sum}  ${path}\n`, kib: Math.ceil(size / 1024) }
}
