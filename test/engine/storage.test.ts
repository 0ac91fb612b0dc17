import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VolumeWorkEvent } from '../../src/shared/storage.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

/** Apart from those of every other lab on this engine. */
const name = 'stored'
const files = {
  'switchyard.yaml': 'stacks:\n  core: { always_on: true }\n',
  'data/compose.yaml': `name: ${name}
services:
  db:
    image: switchyard/postgres:1
    environment: { POSTGRES_HOST_AUTH_METHOD: trust }
    volumes: [pgdata:/var/lib/postgresql/data]
    healthcheck: { test: [CMD, pg_isready, -U, postgres, -h, 127.0.0.1] }
    stop_grace_period: 5s
volumes:
  pgdata: {}
`,
  'core/compose.yaml': `name: ${name}-core
services:
  cache:
    image: switchyard/redis:1
    volumes: [kept:/data]
volumes:
  kept: {}
`,
}

let lab: LabFixture
beforeAll(async () => {
  lab = await openLabWith(name, files)
  await lab.run({ kind: 'start' })
})
afterAll(() => lab[Symbol.asyncDispose]())

const volumeDir = (volume: string) => lab.docker(['volume', 'inspect', '--format', '{{.Mountpoint}}', volume])
const sql = (text: string) =>
  lab.docker(['exec', `${name}-db-1`, 'psql', '-U', 'postgres', '-h', '127.0.0.1', '-Atc', text])

async function eventsOf(stream: Promise<AsyncIterable<VolumeWorkEvent>>): Promise<VolumeWorkEvent[]> {
  const events: VolumeWorkEvent[] = []
  for await (const event of await stream) events.push(event)
  return events
}

const sorted = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(' | ')).sort()

/** What may not stay behind: helper containers and their images. */
async function leftovers(): Promise<readonly string[]> {
  const filter = 'label=dev.switchyard.volume-work'
  const [containers, images] = await Promise.all([
    lab.docker(['ps', '--all', '--quiet', '--filter', filter]),
    lab.docker(['images', '--all', '--quiet', '--filter', filter]),
  ])
  return [containers, images].filter((ids) => ids !== '')
}

describe('a database', () => {
  it('is backed up while it is stopped, loses its volume, and has its rows again after the restore', async () => {
    await sql('create table lines (name text)')
    await sql("insert into lines values ('northbound')")
    const file = join(lab.dir, 'pgdata.tar.zst')
    const told = await eventsOf(
      lab.client.storage.backup({ dir: lab.dir, volume: `${name}_pgdata`, file, stop: true }),
    )
    expect(
      told
        .filter(({ type }) => type !== 'progress')
        .map((event) => ('text' in event ? event.text : event.type)),
    ).toEqual(['Stopping data/db', `Reading volume ${name}_pgdata`, 'Starting data/db again', 'done'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await lab.states(name)).toEqual({ db: 'running' })

    const remove = { dir: lab.dir, volume: `${name}_pgdata`, confirm: `${name}_pgdata` }
    await expect(lab.client.storage.removeVolume(remove)).rejects.toMatchObject({
      code: 'VOLUME_IN_USE',
      message: `The volume ${name}_pgdata is used by ${name}-db-1, and something of it runs.`,
    })
    await lab.run({ kind: 'down', targets: ['data'] })
    await expect(lab.client.storage.removeVolume({ ...remove, confirm: 'pgdata' })).rejects.toMatchObject({
      code: 'USAGE',
    })
    expect(await lab.client.storage.removeVolume(remove)).toEqual({ removed: true })

    await eventsOf(lab.client.storage.restore({ dir: lab.dir, file }))
    const { end } = await lab.run({ kind: 'start', targets: ['data'] })
    expect(end.outcome).toBe('succeeded')
    expect(await sql('select name from lines')).toBe('northbound')
    expect(await leftovers()).toEqual([])
  })
})

describe('a volume with odd files', () => {
  const volume = `${name}-odd`
  const listing = async (of: string) => {
    const dir = await volumeDir(of)
    const { stdout } = await execa('find', ['.', '-printf', '%P|%y|%m|%U:%G|%s|%n|%l|%Ts\\0'], { cwd: dir })
    // The size of a folder is the file system's own business.
    return stdout
      .split('\0')
      .map((line) => line.replace(/^([^|]*\|d\|[^|]*\|[^|]*)\|\d+/, '$1'))
      .sort()
  }
  beforeAll(async () => {
    await lab.docker(['volume', 'create', '--label', 'of=odd', volume])
    const dir = await volumeDir(volume)
    await mkdir(join(dir, 'sub'))
    await writeFile(join(dir, 'sub', 'new\nline'), 'text')
    await writeFile(join(dir, 'ends with a space '), '')
    await writeFile(join(dir, 'x'.repeat(200)), 'long')
    await writeFile(join(dir, 'sparse'), '')
    await truncate(join(dir, 'sparse'), 3_000_000)
    await execa(
      'sh',
      [
        '-c',
        'ln -s /nowhere link; ln sparse hard; mkfifo fifo; mkdir ünïcode; chown 70:71 sub .; chmod 1750 sub; chmod 700 .; touch -d 2001-02-03 sparse',
      ],
      { cwd: dir },
    )
  })

  it.each(['tar', 'tar.gz', 'tar.zst'] as const)('comes back as it was from a %s', async (format) => {
    const made = await eventsOf(lab.client.storage.backup({ dir: lab.dir, volume, format }))
    const done = made.at(-1)
    if (done?.type !== 'done') throw new Error(JSON.stringify(made))
    const other = `${volume}-${format.replaceAll('.', '-')}`
    await eventsOf(lab.client.storage.restore({ dir: lab.dir, file: done.file, volume: other }))
    expect(await listing(other)).toEqual(await listing(volume))
    expect(await lab.docker(['volume', 'inspect', '--format', '{{.Labels.of}}', other])).toBe('odd')
    // What any tar can read, as a person would check it.
    const { stdout } = await execa('tar', ['--list', '--file', done.file])
    expect(stdout.split('\n').at(-1)).toBe('.switchyard-volume.json')
  })

  it('is replaced only by its name, is put back when that is broken off, and is kept as a backup', async () => {
    const { files: kept } = await lab.client.storage.backups()
    const file = kept.find((each) => each.file.endsWith('.tar.zst'))?.file ?? ''
    await writeFile(join(await volumeDir(volume), 'later'), 'new')
    const request = { dir: lab.dir, file, volume }
    await expect(eventsOf(lab.client.storage.restore(request))).rejects.toMatchObject({
      message: `The volume ${volume} is not empty.`,
    })
    const before = await listing(volume)
    const replacing = { ...request, replace: volume }
    const abort = new AbortController()
    const told: string[] = []
    for await (const event of await lab.client.storage.restore(replacing, { signal: abort.signal })) {
      told.push(event.type === 'phase' ? event.text : event.type)
      if (told.at(-1) === `Filling volume ${volume}`) abort.abort()
    }
    expect(told.filter((each) => each !== 'progress').slice(-2)).toEqual([
      `Putting back what ${volume} held`,
      'cancelled',
    ])
    expect(await listing(volume)).toEqual(before)

    const done = (await eventsOf(lab.client.storage.restore(replacing))).at(-1)
    expect(existsSync(join(await volumeDir(volume), 'later'))).toBe(false)
    expect(existsSync(done?.type === 'done' ? (done.safetyFile ?? '') : '')).toBe(true)
  })

  it('is not touched by a file that is cut off, changed, or no backup at all', async () => {
    const { files: kept } = await lab.client.storage.backups()
    const good = await readFile(kept.find((each) => each.file.endsWith('.tar.gz'))?.file ?? '')
    const plain = await readFile(kept.find((each) => each.file.endsWith('.tar'))?.file ?? '')
    const changed = Buffer.from(plain)
    changed[plain.indexOf('text')] = 0x54
    const bad = {
      'cut.tar.gz': good.subarray(0, good.length / 2),
      'changed.tar': changed,
      'none.tar': Buffer.from('hello'),
    }
    const before = await listing(volume)
    for (const [base, content] of Object.entries(bad)) {
      const file = join(lab.dir, base)
      await writeFile(file, content)
      await expect(
        eventsOf(lab.client.storage.restore({ dir: lab.dir, file, volume, replace: volume })),
      ).rejects.toMatchObject({ code: 'BACKUP_BROKEN' })
    }
    expect(await listing(volume)).toEqual(before)
    expect(await leftovers()).toEqual([])
  })

  it('leaves nothing on a disk that is full', async () => {
    const small = await mkdtemp(join(lab.dir, 'small-'))
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])
    try {
      const file = join(small, 'odd.tar')
      await expect(eventsOf(lab.client.storage.backup({ dir: lab.dir, volume, file }))).rejects.toMatchObject(
        {
          code: 'BACKUP_FAILED',
          message: 'The backup failed, and nothing of it was kept: the disk is full.',
        },
      )
      expect(await readdir(small)).toEqual([])
    } finally {
      await execa('umount', [small])
    }
    expect(await leftovers()).toEqual([])
  })

  it('leaves nothing when it is cancelled in the middle', async () => {
    const big = `${name}-big`
    await lab.docker(['volume', 'create', big])
    const content = join(await volumeDir(big), 'big')
    await writeFile(content, '')
    await truncate(content, 4_000_000_000)
    const abort = new AbortController()
    const target = join(lab.dir, 'cancelled')
    const request = { dir: lab.dir, volume: big, file: join(target, 'big.tar.gz') }
    const told: string[] = []
    for await (const event of await lab.client.storage.backup(request, { signal: abort.signal })) {
      told.push(event.type)
      if (event.type === 'progress') abort.abort()
    }
    expect(told.at(-1)).toBe('cancelled')
    expect(await readdir(target)).toEqual([])
    expect(await leftovers()).toEqual([])
  })
})

describe('what is stored', () => {
  it('is told by kind, by stack and by volume, with what two stacks share said apart', async () => {
    const view = await lab.client.storage.read({ dir: lab.dir, waitMs: 60_000, fresh: true })
    expect(view.kinds.map(({ kind, bytes, note }) => [kind, bytes !== null, note])).toEqual([
      ['images', true, null],
      ['volumes', true, null],
      ['build-cache', true, null],
      ['containers', true, null],
      ['logs', true, null],
    ])
    const data = view.stacks.find(({ stack }) => stack === 'data')
    expect(data).toMatchObject({ alwaysOn: false, services: [{ service: 'db' }] })
    expect(data?.volumeBytes).toBeGreaterThan(10_000_000)
    expect(data?.imageBytes).toBeGreaterThan(10_000_000)
    expect(view.volumes.find((volume) => volume.name === `${name}-core_kept`)).toMatchObject({
      stacks: ['core'],
      services: [{ stack: 'core', service: 'cache' }],
      isAlwaysOn: true,
      containers: [{ name: `${name}-core-cache-1`, isRunning: true }],
    })
  })

  it('keeps an always-on volume, also when nothing holds it, unless that is said as well', async () => {
    await lab.run({ kind: 'down', targets: ['core'], includeAlwaysOn: true })
    const remove = { dir: lab.dir, volume: `${name}-core_kept`, confirm: `${name}-core_kept` }
    await expect(lab.client.storage.removeVolume(remove)).rejects.toMatchObject({ code: 'ALWAYS_ON' })
    expect(await lab.client.storage.removeVolume({ ...remove, includeAlwaysOn: true })).toEqual({
      removed: true,
    })
  })
})

describe('a clean-up', () => {
  it('removes what it showed, by id, and leaves what is needed again meanwhile', async () => {
    const tags = ['unused', 'wanted-again', 'twice', 'former'].map((tag) => `${name}/${tag}:1`)
    for (const tag of tags) {
      await execa('sh', ['-c', `printf %s "$1" > f && tar -c f | docker import - "$1"`, 'sh', tag], {
        cwd: lab.dir,
        env: lab.variables,
      })
    }
    await lab.docker(['tag', `${name}/twice:1`, `${name}/twice:2`])
    // As an update names it.
    await lab.docker(['tag', `${name}/former:1`, `switchyard-previous:${name}.db`])
    await lab.docker(['network', 'create', `${name}-lonely`])
    await lab.docker(['create', '--name', `${name}-gone`, '--label', 'x=y', `${name}/unused:1`, 'none'])
    const kinds = ['containers' as const, 'images' as const, 'networks' as const]
    const { items, kept } = await lab.client.storage.unused({ dir: lab.dir, kinds })
    const former = kept.flatMap(({ kind, id, why }) => (why.includes('data/db') ? [{ kind, id }] : []))
    expect(former).toHaveLength(1)
    const own = items.filter((item) => item.name.startsWith(name))
    expect(sorted(own.map(({ kind, name: what, why }) => [kind, what, why]))).toEqual(
      sorted([
        ['containers', `${name}-gone`, 'created, and no Compose file made it'],
        ['images', `${name}/twice:1, ${name}/twice:2`, 'no container uses it, and no known lab names it'],
        ['images', `${name}/wanted-again:1`, 'no container uses it, and no known lab names it'],
        [
          'images',
          `${name}/unused:1`,
          `only containers that go as well use it (${name}-gone), and no known lab names it`,
        ],
        ['networks', `${name}-lonely`, 'no container is on it, and no known lab names it'],
      ]),
    )
    expect(items.map((item) => item.name)).not.toContain('switchyard/postgres:1')
    await lab.docker(['create', '--name', `${name}-back`, `${name}/wanted-again:1`, 'none'])
    const result = await lab.client.storage.clean({
      dir: lab.dir,
      items: [...own.map(({ kind, id }) => ({ kind, id })), ...former],
    })
    expect(result.removed.map((item) => item.name).sort()).toEqual([
      `${name}-gone`,
      `${name}-lonely`,
      `${name}/twice:1, ${name}/twice:2`,
      `${name}/unused:1`,
    ])
    expect(result.stayed).toHaveLength(2)
    const asked = former.map((item) => ({ ...item, isKept: true }))
    expect((await lab.client.storage.clean({ dir: lab.dir, items: asked })).removed).toMatchObject(former)
    await lab.docker(['rm', `${name}-back`])
    await lab.docker(['rmi', `${name}/wanted-again:1`])
    expect(await lab.docker(['images', '--quiet', `${name}/*`])).toBe('')
  })
})
