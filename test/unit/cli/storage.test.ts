import { describe, expect, it } from 'vitest'
import type { CleanItem, VolumeView } from '../../../src/shared/storage.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import type { FakeCore } from './support/fake-client.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'

const item: CleanItem = {
  kind: 'images',
  id: 'sha256:0123456789abcdef',
  name: 'old:1',
  bytes: 2048,
  createdAt: null,
  why: 'no container uses it, and no known lab names it',
}
const network: CleanItem = {
  ...item,
  kind: 'networks',
  id: 'fedcba',
  name: 'lonely',
  bytes: null,
  why: 'alone',
}
const volume: VolumeView = {
  name: 'data_rows',
  driver: 'local',
  bytes: 4096,
  createdAt: null,
  containers: [{ name: 'data-db-1', isRunning: true }],
  services: [{ stack: 'data', service: 'db' }],
  stacks: ['data'],
  isAlwaysOn: true,
  isAnonymous: false,
}
const previous = {
  ...item,
  id: 'sha256:9876543210ab',
  name: 'switchyard-previous:app.web',
  why: 'kept to go back to: app/web ran it before the latest update',
}
const unused = { items: [item, network], kept: [previous], warnings: [] }
const cleaned = { removed: [item, network], stayed: [], beforeBytes: 8192, afterBytes: 6144 }
const core: FakeCore = { storage: { unused, cleaned, volumes: [volume] } }

describe('switchyard clean', () => {
  it('shows each thing with its reason and removes exactly these after a yes', async () => {
    const { exitCode, stdout, asked } = await runCli(['clean'], { core, answer: 'y' })
    expect([exitCode, stdout]).toEqual([
      0,
      `${block`
        images    0123456789ab  2 KiB  old:1: no container uses it, and no known lab names it
        networks  fedcba               lonely: alone
        kept      9876543210ab  2 KiB  switchyard-previous:app.web: kept to go back to: app/web ran it before the latest update
        1 image, 1 network, at least 2 KiB.
        Removed 1 image, 1 network: 2 KiB are free again (8 KiB before, 6 KiB now).
      `.replaceAll(/(\d) KiB/g, '$1\u00a0KiB')}\n`,
    ])
    expect(asked.at(-1)).toMatchObject({
      operation: 'storage.clean',
      input: { items: [item, network].map(({ kind, id }) => ({ kind, id, isKept: false })) },
    })
  })

  it('leaves what is to be kept, and everything after a no, without an answer, and with --dry-run', async () => {
    const kept = await runCli(['clean', 'images', '--keep', 'old:1', '--keep', 'lonely'], { core })
    const no = await runCli(['clean'], { core, answer: 'n' })
    const nobody = await runCli(['clean'], { core })
    const dry = await runCli(['clean', '--dry-run', '--json'], { core })
    const wrong = await runCli(['clean', 'volumes'], { core })
    expect([kept, no, nobody, dry, wrong].map(({ exitCode }) => exitCode)).toEqual([0, 130, 2, 0, 2])
    expect(kept.stdout.split('\n').slice(-2)).toEqual(['Nothing is unused.', ''])
    expect(JSON.parse(dry.stdout)).toEqual(unused)
    const operations = [kept, no, nobody, dry].flatMap(({ asked }) => asked.map(({ operation }) => operation))
    expect(operations).toEqual(Array.from({ length: 4 }, () => 'storage.unused'))
  })

  it('takes what updates keep when it is told to, but for what is named', async () => {
    const { asked } = await runCli(['clean', '--previous', '--keep', 'lonely', '--yes'], { core })
    expect(asked.at(-1)).toMatchObject({
      operation: 'storage.clean',
      input: {
        items: [
          { kind: 'images', id: item.id, isKept: false },
          { kind: 'images', id: previous.id, isKept: true },
        ],
      },
    })
  })

  it('has failed when something stayed, and says why', async () => {
    const result = { ...cleaned, removed: [], stayed: [{ ...item, reason: 'It is in use.' }] }
    const { exitCode, stdout } = await runCli(['clean', '--yes'], {
      core: { storage: { unused, cleaned: result } },
    })
    expect([exitCode, stdout.split('\n').slice(-3)]).toEqual([
      1,
      ['!  old:1 stayed: It is in use.', 'Nothing was removed.', ''],
    ])
  })
})

describe('switchyard volume remove', () => {
  it('asks for the name, and takes it from --confirm in a script', async () => {
    const typed = await runCli(['volume', 'remove', 'data_rows'], { core, answer: ' data_rows ' })
    const given = await runCli(['volume', 'remove', 'data_rows', '--confirm', 'rows', '--json'], { core })
    expect([typed, given].map(({ asked }) => asked.at(-1)?.input)).toMatchObject([
      { volume: 'data_rows', confirm: 'data_rows', includeAlwaysOn: false },
      { volume: 'data_rows', confirm: 'rows' },
    ])
  })

  it('changes nothing where nobody can be asked, with --dry-run, and for an unknown name', async () => {
    const nobody = await runCli(['volume', 'remove', 'data_rows'], { core })
    const dry = await runCli(['volume', 'remove', 'data_rows', '--dry-run'], { core })
    const unknown = await runCli(['volume', 'remove', 'rows'], { core })
    expect([nobody, dry, unknown].map(({ exitCode }) => exitCode)).toEqual([2, 0, 2])
    expect(dry.stdout.replaceAll('\u00a0', ' ')).toBe(
      'Volume data_rows, 4 KiB, used by data-db-1 (running). What is in it is lost when it is removed.\n',
    )
    expect(unknown.stderr).toBe(
      'switchyard: The engine has no volume rows. `switchyard volume list` shows them all.\n',
    )
    const asked = [nobody, dry, unknown].flatMap((result) => result.asked.map(({ operation }) => operation))
    expect(asked).toEqual(Array.from({ length: 3 }, () => 'storage.volumes'))
  })
})

describe('switchyard volume backup and restore', () => {
  const done = {
    type: 'done' as const,
    volume: 'data_rows',
    file: '/b/rows.tar',
    bytes: 4096,
    fileBytes: 2048,
    entries: 2,
    sha256: 'abcdef0123456789',
    safetyFile: null,
  }

  it('tell what they do and end as the work ends', async () => {
    const work = [
      { type: 'phase' as const, text: 'Reading volume data_rows' },
      { type: 'progress' as const, bytes: 1, totalBytes: null },
      { type: 'warning' as const, text: 'It can write.' },
      done,
    ]
    const { exitCode, stdout, asked } = await runCli(
      ['volume', 'backup', 'data_rows', 'rows.tar', '--stop'],
      {
        core: { storage: { work } },
      },
    )
    expect([exitCode, stdout.replaceAll('\u00a0', ' ')]).toEqual([
      0,
      `${block`
        Reading volume data_rows.
        !  It can write.
        ✓  Backed up data_rows (4 KiB in 2 entries) to /b/rows.tar (2 KiB, sha256 abcdef012345)
      `}\n`,
    ])
    expect(asked.at(-1)?.input).toMatchObject({ file: '/nowhere/at/all/rows.tar', stop: true, format: null })
    const cancelled = { storage: { work: [{ type: 'cancelled' as const }] } }
    expect((await runCli(['volume', 'restore', 'x.tar'], { core: cancelled })).exitCode).toBe(130)
  })

  it('a restore over what a volume holds needs its name twice', async () => {
    const unnamed = await runCli(['volume', 'restore', 'x.tar', '--replace'], { core })
    expect([unnamed.exitCode, unnamed.stderr]).toEqual([
      2,
      'switchyard: Say which volume is to be replaced. Its name comes after the file.\n',
    ])
    const typed = await runCli(['volume', 'restore', 'x.tar', 'data_rows', '--replace'], {
      core: { storage: { work: [done] } },
      answer: 'data_rows',
    })
    expect(typed.asked.at(-1)?.input).toMatchObject({ volume: 'data_rows', replace: 'data_rows' })
  })

  it('say in a sentence why it did not work', async () => {
    const error = new SwitchyardError('BACKUP_BROKEN', 'This backup is broken: it ends too early.')
    const { exitCode, stderr } = await runCli(['volume', 'restore', 'x.tar'], { core: { error } })
    expect([exitCode, stderr]).toEqual([2, 'switchyard: This backup is broken: it ends too early.\n'])
  })
})

it('names of volumes are completed', async () => {
  const { stdout } = await runCli(['complete', '--', 'volume', 'backup', 'data'], { core })
  expect(stdout.split('\n')[0]?.split('\t')[0]).toBe('data_rows')
})
