import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { readBundle } from '../../src/main/host/install/read-bundle.ts'
import { headlessFiles } from './headless-files.ts'
import { packageJsonText } from './npm/package-json.ts'
import type { Release } from './release.ts'
import { sbomSchema } from './shipped/sbom.ts'
import { listWithNeeded, readBundled, readShippedPackage } from './shipped/shipped-package.ts'
import { shells } from './system-files.ts'

export const nodeDir = 'node_modules/node'
/** Loads a native addon when there is one, which a bundle cannot hold; only engines behind ssh:// need it. */
const unbundledLibrary = 'node_modules/ssh2'

export type PackageFacts = Awaited<ReturnType<typeof readFacts>>

/** Everything that packages are made of, from a checkout that is built. `outputs` are the folders that are shipped. */
export async function readFacts(root: string, release: Release, outputs: readonly string[]) {
  const read = (dir: string) => readShippedPackage(root, dir)
  const asked = await read(unbundledLibrary)
  const needed = (await listWithNeeded(root, unbundledLibrary)).filter((dir) => dir !== asked.dir)
  const unbundled = [asked, ...(await Promise.all(needed.map(read)))]
  const bundled = await Promise.all((await readBundled(root, outputs)).map(read))
  const print = async (...args: readonly string[]) => {
    const env = { SOURCE_DATE_EPOCH: String(release.builtAt.getTime() / 1000) }
    return (await execa(join(root, 'bin/switchyard'), args, { env, stripFinalNewline: false })).stdout
  }
  const [bash, zsh, fish] = await Promise.all(shells.map((shell) => print('completion', shell)))
  const npmSbom = await execa('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: root })
  const own = ownSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  return {
    root,
    release,
    own,
    unbundled,
    packages: [...bundled, ...unbundled].toSorted((a, b) => a.name.localeCompare(b.name)),
    program: await headlessFiles(root, packageJsonText({ ...release, ...own, unbundled }), unbundled),
    ownLicense: await readFile(join(root, 'LICENSE'), 'utf8'),
    runtime: await readRuntime(root),
    whole: sbomSchema.parse(JSON.parse(npmSbom.stdout)),
    manual: await print('manual'),
    completions: { bash: bash ?? '', zsh: zsh ?? '', fish: fish ?? '' },
    helper: await readBundle(join(root, 'resources')),
  }
}

const ownSchema = z.object({ description: z.string(), license: z.string() })

/** Node as it is shipped. Its licence is in the package of the architecture, which npm forgets when it installs another package. */
async function readRuntime(root: string) {
  const program = join(root, nodeDir, 'bin/node')
  const { stdout } = await execa(program, ['--version'])
  const name = `node-${process.platform}-${process.arch}`
  const license = join(root, nodeDir, 'node_modules', name, 'LICENSE')
  return {
    version: stdout.replace(/^v/, ''),
    sha256: createHash('sha256')
      .update(await readFile(program))
      .digest('hex'),
    license: await readFile(license, 'utf8').catch((cause: unknown) => {
      throw new Error('The licence of Node is not there: run `npm ci`, which brings it with Node.', { cause })
    }),
  }
}
