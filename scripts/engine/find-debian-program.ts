import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDebianArchive } from './debian-archive.ts'
import { engineCacheDir } from './engine-folders.ts'
import { downloadPackages, unpackPackage } from './private-apt.ts'
import { withLock } from './with-lock.ts'

export interface DebianProgram {
  readonly packageName: string
  /** Its path in the package. */
  readonly path: string
  /** Where it is kept, from the cache folder. */
  readonly target: string
  /** What is told when it must be fetched first. */
  readonly announcement: string
}

/**
 * Path of one program of a Debian package, brought into the cache folder without installing anything. Throws one sentence when the
 * machine is no Debian, or the package cannot be fetched.
 */
export async function findDebianProgram(
  program: DebianProgram,
  { report }: { readonly report?: (line: string) => void } = {},
): Promise<string> {
  const cacheDir = engineCacheDir()
  const target = join(cacheDir, program.target)
  if (await isThere(target)) return target
  return withLock(target, async () => {
    if (await isThere(target)) return target
    report?.(program.announcement)
    // The lock is ours, so whatever lies here was left by a process that died.
    const work = `${target}.part`
    await rm(work, { recursive: true, force: true })
    try {
      const apt = await (await openDebianArchive(cacheDir)).suite('own')
      await mkdir(dirname(target), { recursive: true })
      const [deb] = await downloadPackages(apt, [program.packageName], join(work, 'debs'))
      if (deb === undefined) throw new Error(`Debian has no package ${program.packageName}.`)
      await unpackPackage(deb.path, join(work, 'all'))
      await rename(join(work, 'all', program.path), target)
      return target
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
