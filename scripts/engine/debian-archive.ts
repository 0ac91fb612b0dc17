import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readMachineAptSource, readRelease } from './apt-sources.ts'
import { openPrivateApt } from './private-apt.ts'
import type { PrivateApt } from './private-apt.ts'

export interface DebianArchive {
  /** Apt's view of one suite; `own` is the release of this machine. Each suite's lists are fetched once. */
  readonly suite: (name: string) => Promise<PrivateApt>
  /** Removes the lists of all suites (tens of megabytes each) but the machine's own, which later images want. */
  readonly forgetOtherSuites: () => Promise<void>
}

/**
 * The Debian archive that this machine uses, apart from the machine's own apt.
 * Throws one sentence when the machine is no Debian, or its apt sources name no archive.
 */
export async function openDebianArchive(cacheDir: string): Promise<DebianArchive> {
  const release = await readRelease()
  if (release.id !== 'debian') {
    const system = release.id === '' ? 'another system' : release.id
    throw new Error(`The private engine is made of Debian packages, and this machine runs ${system}.`)
  }
  const source = await readMachineAptSource(release.codename)
  const opened = new Map<string, Promise<PrivateApt>>()
  return {
    suite: (name) => {
      const suite = name === 'own' ? release.codename : name
      const known = opened.get(suite)
      if (known !== undefined) return known
      const opening = openPrivateApt(join(cacheDir, 'apt'), source, suite)
      opened.set(suite, opening)
      return opening
    },
    forgetOtherSuites: async () => {
      const others = [...opened.keys()].filter((suite) => suite !== release.codename)
      await Promise.all(
        others.map((suite) => rm(join(cacheDir, 'apt', suite), { recursive: true, force: true })),
      )
    },
  }
}
