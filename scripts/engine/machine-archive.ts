import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDebianArchive } from './debian-archive.ts'
import { imageSourceDir, removeOlder } from './image-archive.ts'
import type { MachineRecipe } from './machine-recipe.ts'
import { downloadPackages, machineTransport, unpackPackage } from './private-apt.ts'
import { runCommand } from './run-command.ts'

/**
 * Makes the file system of a whole machine as a tar file at `archive`, whole or not at all, in about half a minute.
 * The caller holds a lock on it. Needs root. Throws one sentence when a package cannot be fetched.
 */
export async function buildMachineArchive(
  recipe: MachineRecipe,
  cacheDir: string,
  archive: string,
): Promise<void> {
  const work = `${archive}.part`
  // The lock is ours, so whatever lies here was left by a process that died.
  await rm(work, { recursive: true, force: true })
  try {
    const apt = await (await openDebianArchive(cacheDir)).suite('own')
    const tool = join(work, 'tool')
    await mkdir(tool, { recursive: true })
    // Not installed: two scripts that run from anywhere.
    for (const deb of await downloadPackages(apt, ['mmdebstrap'], join(work, 'debs')))
      await unpackPackage(deb.path, tool)
    await writeFile(join(work, 'transport.conf'), (await machineTransport()).join('\n') + '\n')
    await runCommand(
      join(tool, 'usr/bin/mmdebstrap'),
      [
        '--mode=root',
        '--variant=minbase',
        '--format=tar',
        `--include=${recipe.packages.join(',')}`,
        `--aptopt=${join(work, 'transport.conf')}`,
        ...recipe.leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
        `--customize-hook=${join(imageSourceDir, recipe.finish)}`,
        apt.suite,
        join(work, 'image.tar'),
        join(apt.home, 'suite.sources'),
      ],
      {
        env: {
          PATH: [join(tool, 'usr/bin'), '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'].join(
            ':',
          ),
          LC_ALL: 'C.UTF-8',
          TMPDIR: work,
        },
        timeoutMs: 600_000,
      },
    )
    await removeOlder(archive)
    await rename(join(work, 'image.tar'), archive)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
