import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aptSourceText } from './apt-sources.ts'
import type { AptSource } from './apt-sources.ts'
import { runCommand, tryCommand } from './run-command.ts'
import { withLock } from './with-lock.ts'

export interface PrivateApt {
  readonly suite: string
  readonly home: string
  /** Environment in which apt's programs see only this suite, with lists and state of its own. */
  readonly env: Readonly<Record<string, string>>
}

const listsMaxAgeMs = 12 * 3_600_000

/**
 * Prepares apt lists of one suite under `folder`, apart from the machine's own apt: nothing of it is read or changed.
 * One process at a time works with it. Fetches the lists when they are lacking or older than twelve hours.
 * Throws one sentence when the suite cannot be reached.
 */
export async function openPrivateApt(folder: string, source: AptSource, suite: string): Promise<PrivateApt> {
  const home = join(folder, suite)
  const stamp = join(home, 'updated')
  const env = { ...inheritedEnvironment(), APT_CONFIG: join(home, 'apt.conf'), LC_ALL: 'C' }
  const apt = { suite, home, env }
  return withLock(home, async () => {
    await mkdir(join(home, 'lists', 'partial'), { recursive: true })
    await mkdir(join(home, 'archives', 'partial'), { recursive: true })
    await writeFile(join(home, 'status'), '')
    await writeFile(join(home, 'suite.sources'), aptSourceText(source, suite))
    await writeFile(join(home, 'apt.conf'), aptConfiguration(home, await machineTransport()))
    const updatedAtMs = await stat(stamp).then(
      (found) => found.mtimeMs,
      () => 0,
    )
    if (Date.now() - updatedAtMs > listsMaxAgeMs) {
      await updateLists(apt)
      await writeFile(stamp, '')
    }
    return apt
  })
}

export interface DebianPackage {
  readonly name: string
  readonly version: string
  readonly path: string
}

/**
 * Downloads packages, by name, into `folder`. When a download fails the lists may be out of date: they are fetched
 * again, and then it is tried once more. Throws one sentence.
 */
export async function downloadPackages(
  apt: PrivateApt,
  names: readonly string[],
  folder: string,
): Promise<DebianPackage[]> {
  await mkdir(folder, { recursive: true })
  const download = (): ReturnType<typeof tryCommand> =>
    tryCommand('apt-get', ['-qq', 'download', ...names], { cwd: folder, env: apt.env, timeoutMs: 600_000 })
  const result = await withLock(apt.home, async () => {
    const first = await download()
    if (first.exitCode === 0) return first
    await updateLists(apt)
    return download()
  })
  if (result.exitCode !== 0) {
    throw new Error(`Debian ${apt.suite} did not give ${names.join(', ')}: ${aptReason(result.stderr)}`)
  }
  const files = await readdir(folder)
  return files.flatMap((file) => {
    // apt names the files NAME_VERSION_ARCHITECTURE.deb and writes a colon as %3a.
    const [, name, version] = /^([^_]+)_([^_]+)_[^_]+\.deb$/.exec(file) ?? []
    if (name === undefined || version === undefined) return []
    return [{ name, version: decodeURIComponent(version), path: join(folder, file) }]
  })
}

/** The names of all packages that installing `names` on an empty system would bring, without recommendations. */
export async function packageClosure(apt: PrivateApt, names: readonly string[]): Promise<string[]> {
  const args = ['-qq', '--simulate', '--no-install-recommends', 'install', ...names]
  const printed = await withLock(apt.home, () => runCommand('apt-get', args, { env: apt.env }))
  return [...printed.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '')
}

/** Unpacks a `.deb` file's contents into `folder`, as on a system with merged /usr; runs no maintainer script. */
export async function unpackPackage(debPath: string, folder: string): Promise<void> {
  await mergeUsr(folder)
  // dpkg-deb's own extraction would put folders in the place of the links.
  const script =
    'dpkg-deb --fsys-tarfile "$1" | tar --extract --preserve-permissions --keep-directory-symlink -C "$2"'
  await runCommand('sh', ['-c', script, 'sh', debPath, folder])
}

/** Releases differ in whether a program lies in `/bin` or `/usr/bin`; with these links it is always in both. */
export async function mergeUsr(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(root, name)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    })
  }
}

async function updateLists(apt: PrivateApt): Promise<void> {
  const result = await tryCommand('apt-get', ['-qq', '-o', 'APT::Update::Error-Mode=any', 'update'], {
    env: apt.env,
    timeoutMs: 300_000,
  })
  if (result.exitCode === 0) return
  throw new Error(
    `The package lists of Debian ${apt.suite} could not be fetched: ${aptReason(result.stderr)}`,
  )
}

function aptReason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /^[EW]: /.test(line))
  // "Failed to fetch ADDRESS  REASON", with two blanks between.
  return (lines[0] ?? stderr.trim()).replace(/^[EW]: /, '').replace(/^Failed to fetch \S+ {2}/, '')
}

/** Of the machine's own apt settings, only how it reaches and trusts its archive is for us: no hooks, no pins. */
export async function machineTransport(): Promise<string[]> {
  const printed = await runCommand('apt-config', ['dump'])
  return printed.split('\n').filter((line) => /^Acquire::.*;$/i.test(line))
}

function aptConfiguration(home: string, transport: readonly string[]): string {
  const settings: Readonly<Record<string, string>> = {
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': join(home, 'suite.sources'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': home,
    'Dir::State::lists': join(home, 'lists'),
    'Dir::State::status': join(home, 'status'),
    'Dir::Cache': home,
    // One of apt's two caches of tens of megabytes is enough.
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::archives': join(home, 'archives'),
    'Dir::Log': home,
    // Otherwise apt warns that its own user cannot read our folders.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
  }
  return [...transport, ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`), ''].join(
    '\n',
  )
}

function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
