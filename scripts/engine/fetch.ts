import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { arch } from 'node:os'
import { dirname, join } from 'node:path'
import { openDebianArchive } from './debian-archive.ts'
import type { DebianArchive } from './debian-archive.ts'
import { engineCacheDir } from './engine-folders.ts'
import { downloadPackages, unpackPackage } from './private-apt.ts'
import { tryCommand } from './run-command.ts'
import { withLock } from './with-lock.ts'

export interface EngineTools {
  /** dockerd, docker, containerd, its shim, runc, docker-proxy, docker-init, iptables. */
  readonly binDir: string
  /** Docker CLI plugins: docker-compose. */
  readonly pluginDir: string
  /** A busybox linked statically, with all its applets. */
  readonly busyboxPath: string
  /** What each package is, for example `{ 'docker.io': '28.5.2+dfsg4-5 (sid)' }`. */
  readonly versions: Readonly<Record<string, string>>
}

export interface FetchOptions {
  readonly cacheDir?: string
  /** Told in one line what is being fetched; never called when all is there. */
  readonly report?: (line: string) => void
}

/**
 * Brings the programs of a Docker Engine with Compose v2 into the cache folder, from Debian packages, without
 * installing anything. A later call finds them there; two calls at once fetch once.
 * Throws one sentence when the machine is no Debian, or a package cannot be fetched or does not run here.
 */
export async function fetchEngine(options: FetchOptions = {}): Promise<EngineTools> {
  const cacheDir = options.cacheDir ?? engineCacheDir()
  const target = join(cacheDir, `tools-${recipeHash()}`)
  const present = await readTools(target)
  if (present !== undefined) return present
  return withLock(target, async () => {
    const arrived = await readTools(target)
    if (arrived !== undefined) return arrived
    options.report?.('Fetching a Docker Engine and Compose from Debian packages (about 80 MB)')
    await assemble(cacheDir, target)
    const made = await readTools(target)
    if (made === undefined) throw new Error(`The engine fetched into ${target} is not complete.`)
    return made
  })
}

interface Part {
  readonly packageName: string
  /** Suites to try, best first; `own` is the machine's release. */
  readonly suites: readonly string[]
  /** Path in the package → path among the tools. A path that ends in `/` stands for the files in that folder. */
  readonly files: Readonly<Record<string, string>>
  /** A program among the tools, with its arguments, that must succeed here. */
  readonly check?: readonly [string, ...string[]]
}

const newestFirst = ['sid', 'trixie'] as const
const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }
const libraries = `usr/lib/${triplets[arch()] ?? arch()}/`

const parts: readonly Part[] = [
  {
    packageName: 'docker.io',
    suites: newestFirst,
    files: { 'usr/sbin/dockerd': 'bin/dockerd', 'usr/sbin/docker-proxy': 'bin/docker-proxy' },
    check: ['bin/dockerd', '--version'],
  },
  {
    packageName: 'docker-cli',
    suites: newestFirst,
    files: { 'usr/bin/docker': 'bin/docker' },
    check: ['bin/docker', '--version'],
  },
  {
    packageName: 'containerd',
    suites: newestFirst,
    files: {
      'usr/bin/containerd': 'bin/containerd',
      'usr/bin/containerd-shim-runc-v2': 'bin/containerd-shim-runc-v2',
    },
    check: ['bin/containerd', '--version'],
  },
  {
    packageName: 'docker-compose',
    suites: newestFirst,
    files: { 'usr/libexec/docker/cli-plugins/docker-compose': 'plugins/docker-compose' },
    check: ['plugins/docker-compose', 'version'],
  },
  // runc of a newer release wants a newer C library than the machine's.
  {
    packageName: 'runc',
    suites: ['own'],
    files: { 'usr/sbin/runc': 'bin/runc' },
    check: ['bin/runc', '--version'],
  },
  {
    packageName: 'tini',
    suites: ['own'],
    files: { 'usr/bin/tini-static': 'bin/docker-init' },
    check: ['bin/docker-init', '--version'],
  },
  // The engine writes rules inside each container's network, where they lead to its name server; none on the host.
  {
    packageName: 'iptables',
    suites: ['own'],
    files: {
      'usr/sbin/xtables-nft-multi': 'libexec/xtables-nft-multi',
      [`${libraries}xtables/`]: 'lib/xtables/',
    },
  },
  ...['libxtables12', 'libmnl0', 'libnftnl11'].map((packageName): Part => ({
    packageName,
    suites: ['own'],
    files: { [libraries]: 'lib/' },
  })),
  // Makes and removes network bridges, and is what the images for tests are made of.
  {
    packageName: 'busybox-static',
    suites: ['own'],
    files: { 'usr/bin/busybox': 'libexec/busybox' },
    check: ['libexec/busybox', 'true'],
  },
]

/** Only this program is to see the fetched libraries, so their folder cannot be in the engine's own environment. */
function firewallWrapper(name: string): string {
  return [
    '#!/bin/sh',
    'here=${0%/*}/..',
    'export LD_LIBRARY_PATH="$here/lib" XTABLES_LIBDIR="$here/lib/xtables"',
    `exec "$here/libexec/xtables-nft-multi" ${name} "$@"`,
    '',
  ].join('\n')
}

function recipeHash(): string {
  const recipe = JSON.stringify([parts, firewallWrapper('iptables'), arch()])
  return createHash('sha256').update(recipe).digest('hex').slice(0, 12)
}

async function readTools(folder: string): Promise<EngineTools | undefined> {
  const text = await readFile(join(folder, 'versions.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  return {
    binDir: join(folder, 'bin'),
    pluginDir: join(folder, 'plugins'),
    busyboxPath: join(folder, 'libexec', 'busybox'),
    versions: JSON.parse(text) as Readonly<Record<string, string>>,
  }
}

async function assemble(cacheDir: string, target: string): Promise<void> {
  const archive = await openDebianArchive(cacheDir)
  // The lock is ours, so whatever lies here was left by a process that died.
  const work = `${target}.part`
  await rm(work, { recursive: true, force: true })
  try {
    const tools = join(work, 'tools')
    await mkdir(join(tools, 'bin'), { recursive: true })
    const unpacked = await unpackFirstChoices(archive, work)
    const versions: Record<string, string> = {}
    for (const part of parts) versions[part.packageName] = await addPart(part, archive, unpacked, work, tools)
    for (const name of ['iptables', 'ip6tables']) {
      await writeFile(join(tools, 'bin', name), firewallWrapper(name), { mode: 0o755 })
    }
    await writeFile(join(tools, 'versions.json'), JSON.stringify(versions, null, 2) + '\n')
    await rm(target, { recursive: true, force: true })
    await rename(tools, target)
    await archive.forgetOtherSuites()
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

interface Unpacked {
  readonly folder: string
  readonly version: string
}

/** One call of apt per suite is much quicker than one per package. What fails here is tried again alone. */
async function unpackFirstChoices(
  archive: DebianArchive,
  work: string,
): Promise<ReadonlyMap<string, Unpacked>> {
  const unpacked = new Map<string, Unpacked>()
  const suites = new Set(parts.flatMap((part) => part.suites.slice(0, 1)))
  await Promise.all(
    [...suites].map(async (suite) => {
      const names = parts.filter((part) => part.suites[0] === suite).map((part) => part.packageName)
      for (const [name, found] of await unpack(archive, suite, names, work).catch(() => [])) {
        unpacked.set(`${suite}/${name}`, found)
      }
    }),
  )
  return unpacked
}

async function unpack(
  archive: DebianArchive,
  suite: string,
  names: readonly string[],
  work: string,
): Promise<[string, Unpacked][]> {
  const debs = await downloadPackages(
    await archive.suite(suite),
    names,
    join(work, 'debs', suite, names.join('+')),
  )
  return Promise.all(
    debs.map(async (deb): Promise<[string, Unpacked]> => {
      const folder = join(work, 'unpacked', suite, deb.name)
      await unpackPackage(deb.path, folder)
      return [deb.name, { folder, version: deb.version }]
    }),
  )
}

/** Tries the part's suites in turn until its program runs here; returns the version taken. */
async function addPart(
  part: Part,
  archive: DebianArchive,
  unpacked: ReadonlyMap<string, Unpacked>,
  work: string,
  tools: string,
): Promise<string> {
  let refusal = ''
  for (const suite of part.suites) {
    try {
      const known = unpacked.get(`${suite}/${part.packageName}`)
      const found = known ?? (await unpack(archive, suite, [part.packageName], work))[0]?.[1]
      if (found === undefined) throw new Error(`Debian ${suite} has no ${part.packageName}.`)
      await takeFiles(part, found.folder, tools)
      await check(part, tools)
      return `${found.version} (${suite})`
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error)
    }
  }
  throw new Error(`The engine's part ${part.packageName} cannot be had: ${refusal}`)
}

async function takeFiles(part: Part, contents: string, tools: string): Promise<void> {
  for (const [from, to] of Object.entries(part.files)) {
    await mkdir(dirname(join(tools, to, to.endsWith('/') ? 'file' : '')), { recursive: true })
    if (!to.endsWith('/')) {
      await copyFile(join(contents, from), join(tools, to))
      continue
    }
    for (const entry of await readdir(join(contents, from), { withFileTypes: true })) {
      // Copying follows the links by which a library has several names.
      if (!entry.isDirectory()) await copyFile(join(contents, from, entry.name), join(tools, to, entry.name))
    }
  }
}

async function check(part: Part, tools: string): Promise<void> {
  if (part.check === undefined) return
  const [program, ...args] = part.check
  const result = await tryCommand(join(tools, program), args, { timeoutMs: 20_000 })
  if (result.exitCode === 0) return
  const reason = (result.stderr || result.stdout).trim().split('\n')[0] ?? ''
  throw new Error(`${part.packageName} does not run on this machine (${reason}).`)
}
