import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { inject } from 'vitest'
import type { RunRequest } from '../../../src/shared/contract.ts'
import type { RunEvent, RunEventOf } from '../../../src/shared/run.ts'
import { type Core, createCore } from '../../../src/main/core.ts'

/** A copy of a fixture lab in a folder of its own, with a core whose state lies beside it. */
export interface LabFixture extends AsyncDisposable {
  readonly dir: string
  readonly variables: Readonly<Record<string, string>>
  readonly core: Core
  readonly client: Core['client']
  /** Runs to the end; the events, with the last one apart. */
  run(request: Omit<RunRequest, 'dir'>): Promise<{ events: RunEvent[]; end: RunEventOf<'run-finished'> }>
  /** The same for a run that goes on. */
  follow(run: { readonly runId: string }): ReturnType<LabFixture['run']>
  /** The container states that the engine itself reports, as `service: state`, for a Compose project. */
  states(project: string): Promise<Record<string, string>>
  docker(args: readonly string[]): Promise<string>
}

export interface LabOptions {
  /** Instead of the shared engine's. */
  readonly variables?: Readonly<Record<string, string>>
  /** How long a run waits for an engine that went away, in milliseconds. */
  readonly enginePatienceMs?: number
}

/** Where the copies of fixture labs publish their ports, so that whoever has the same lab up elsewhere is not in the way. */
export function publishedAddress(): string {
  const [second = 0, third = 0] = createHash('sha256').update(inject('engineInstance')).digest()
  return `127.${1 + (second % 250)}.${third}.1`
}

/** Copies `test/labs/NAME`, so that no test can change what others read. Everything it starts is removed at the end. */
export async function openLab(name: string, options: LabOptions = {}): Promise<LabFixture> {
  const lab = await openLabFrom(join(import.meta.dirname, '../../labs', name), name, options)
  await movePorts(lab.dir, publishedAddress())
  return lab
}

/** Moves what a lab publishes on 127.0.0.1 to another loopback address. */
export async function movePorts(dir: string, address: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  for (const file of files.map((entry) => join(entry.parentPath, entry.name))) {
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll(/127\.0\.0\.1:(\d{5}):/g, `${address}:$1:`))
  }
}

/** The same for any folder; the copy is called `name`, which is what Compose makes of it where no file says better. */
export async function openLabFrom(
  source: string,
  name: string,
  options: LabOptions = {},
): Promise<LabFixture> {
  const root = await mkdtemp(join(tmpdir(), 'switchyard-test-'))
  const dir = join(root, name)
  await cp(source, dir, { recursive: true })
  const variables = {
    ...(options.variables ?? inject('engineVariables')),
    HOME: root,
    XDG_STATE_HOME: join(root, 'state'),
    XDG_CONFIG_HOME: join(root, 'config'),
    XDG_CACHE_HOME: join(root, 'cache'),
    // A recipe of a lab would put swap on where the tests run; those of the host have a machine of their own.
    SWITCHYARD_HOST: 'off',
  }
  const core = createCore({
    variables,
    ...(options.enginePatienceMs === undefined ? {} : { enginePatienceMs: options.enginePatienceMs }),
  })
  const docker = async (args: readonly string[]) => {
    const { stdout } = await execa('docker', [...args], { env: variables, extendEnv: false, cwd: dir })
    return stdout
  }
  const follow: LabFixture['follow'] = async ({ runId }) => {
    const events: RunEvent[] = []
    for await (const event of await core.client.runs.events({ runId })) events.push(event)
    const end = events.at(-1)
    if (end?.type !== 'run-finished') throw new Error('the run did not finish')
    return { events, end }
  }
  return {
    dir,
    variables,
    core,
    client: core.client,
    docker,
    run: async (request) => follow(await core.client.runs.start({ ...request, dir })),
    follow,
    async states(project) {
      const format = '{{.Label "com.docker.compose.service"}} {{.State}}'
      const filter = `label=com.docker.compose.project=${project}`
      const lines = (await docker(['ps', '--all', '--filter', filter, '--format', format])).split('\n')
      const pairs = lines.filter((line) => line !== '').map((line) => line.split(' ') as [string, string])
      return Object.fromEntries(pairs.sort(([a], [b]) => a.localeCompare(b)))
    },
    async [Symbol.asyncDispose]() {
      await core.dispose()
      await removeProjects(docker, dir)
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** A lab of files that are written here, by their path from its folder. */
export async function openLabWith(
  name: string,
  files: Readonly<Record<string, string>>,
  options: LabOptions = {},
): Promise<LabFixture> {
  const source = await mkdtemp(join(tmpdir(), 'switchyard-source-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(source, path)), { recursive: true })
      await writeFile(join(source, path), text)
    }
    return await openLabFrom(source, name, options)
  } finally {
    await rm(source, { recursive: true })
  }
}

async function removeProjects(docker: LabFixture['docker'], dir: string): Promise<void> {
  const list = await docker([
    'ps',
    '--all',
    '--format',
    '{{.ID}} {{.Label "com.docker.compose.project.working_dir"}}',
  ])
  const own = list.split('\n').filter((line) => line.includes(` ${dir}`))
  const ids = own.map((line) => line.split(' ')[0] ?? '')
  if (ids.length > 0) await docker(['rm', '--force', '--volumes', ...ids])
  await docker(['network', 'prune', '--force'])
  await docker(['volume', 'prune', '--all', '--force'])
}
