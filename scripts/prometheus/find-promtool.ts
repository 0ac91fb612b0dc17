import { access, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openDebianArchive } from '../engine/debian-archive.ts'
import { engineCacheDir } from '../engine/engine-folders.ts'
import { downloadPackages, unpackPackage } from '../engine/private-apt.ts'
import { withLock } from '../engine/with-lock.ts'

/**
 * Path of Prometheus's own checker, brought into the cache folder from Debian's package without installing anything.
 * Throws one sentence when the machine is no Debian, or the package cannot be fetched.
 */
export async function findPromtool(options: { report?: (line: string) => void } = {}): Promise<string> {
  const cacheDir = engineCacheDir()
  const target = join(cacheDir, 'prometheus', 'promtool')
  if (await isThere(target)) return target
  return withLock(target, async () => {
    if (await isThere(target)) return target
    options.report?.('Fetching promtool from Debian packages (about 20 MB)')
    // The lock is ours, so whatever lies here was left by a process that died.
    const work = `${target}.part`
    await rm(work, { recursive: true, force: true })
    try {
      const apt = await (await openDebianArchive(cacheDir)).suite('own')
      await mkdir(dirname(target), { recursive: true })
      const [deb] = await downloadPackages(apt, ['prometheus'], join(work, 'debs'))
      if (deb === undefined) throw new Error('Debian has no package prometheus.')
      await unpackPackage(deb.path, join(work, 'all'))
      await rename(join(work, 'all', 'usr', 'bin', 'promtool'), target)
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
