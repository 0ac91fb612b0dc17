import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { HostState } from '../../../src/shared/host.ts'
import type { Compose } from '../../../src/main/compose/compose.ts'
import { createHostReader } from '../../../src/main/host/readings/create-host-reader.ts'
import { createHostWatcher } from '../../../src/main/watch/create-host-watcher.ts'
import { createEngineFeed } from '../../../src/main/watch/engine-feed.ts'
import { createSmallEngine } from '../run/small-engine.ts'

const machine = { name: 'atlas', processor: '2 threads', system: 'Debian 12', kernel: '6.18' }
const helper: HostState['helper'] = { way: 'none', isCurrent: null, problem: null, swapPlaces: [] }

function lease(id: string): HostState['leases'][number] {
  return {
    id,
    kind: 'hand',
    phase: 'held',
    user: 'operator',
    door: 'cli',
    run: '',
    label: '',
    since: '2026-11-21T08:00:00.000Z',
    until: null,
    changes: [{ part: 'guards', now: 'earlyoom paused', goesBackTo: 'active' }],
    pending: null,
  }
}

function openWatcher() {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-host-watch-'))
  const journalDir = join(dir, 'switchyard', 'host')
  const seen = { opened: 0, closed: 0, leases: [] as HostState['leases'] }
  const { engine } = createSmallEngine()
  const watcher = createHostWatcher({
    variables: {},
    engine,
    engineFeed: createEngineFeed(engine),
    compose: {} as Compose,
    control: { state: () => Promise.resolve({ helper, leases: seen.leases }) },
    guards: {
      read: () => Promise.resolve([{ name: 'earlyoom', state: 'stopped', threshold: null, kills: [] }]),
    },
    openReader: async () => {
      seen.opened += 1
      const reader = await createHostReader({ machine, nvidiaSmi: '/nowhere/nvidia-smi' })
      return {
        ...reader,
        close() {
          seen.closed += 1
          reader.close()
        },
      }
    },
    journalFile: join(journalDir, 'journal.json'),
  })
  onTestFinished(() => {
    watcher.dispose()
    rmSync(dir, { recursive: true, force: true })
  })
  return { watcher, seen, journalDir }
}

it('tells everything at once, and goes on', async () => {
  const { watcher } = openWatcher()
  const abort = new AbortController()
  const told: number[] = []
  for await (const { readings, state } of watcher.watch(null, abort.signal)) {
    expect([readings.name, state.helper.way]).toEqual(['atlas', 'none'])
    told.push(readings.cpu.threads.length)
    if (told.length === 2) abort.abort()
  }
  expect([told[0], (told[1] ?? 0) > 0]).toEqual([0, true])
})

it('reads once for everybody, and nothing while nobody looks', async () => {
  const { watcher, seen } = openWatcher()
  const [first, second] = [watcher.watch(null), watcher.watch(null)]
  await Promise.all([first.next(), second.next()])
  expect(seen).toMatchObject({ opened: 1, closed: 0 })
  await first.return()
  expect(seen).toMatchObject({ opened: 1, closed: 0 })
  await second.return()
  await Promise.resolve()
  expect(seen).toMatchObject({ opened: 1, closed: 1 })
  const third = watcher.watch(null)
  await third.next()
  expect(seen.opened).toBe(2)
  await third.return()
})

// In less time than it takes until the state is read anyway.
it(
  'tells each change of the helper’s journal, and that a guard is paused by it',
  { timeout: 8000 },
  async () => {
    const { watcher, seen, journalDir } = openWatcher()
    const events = watcher.watch(null)
    const { value } = await events.next()
    expect(value?.state.guards[0]?.state).toBe('stopped')
    const until = async (count: number) => {
      for (;;) {
        const { value: told } = await events.next()
        if (told?.state.leases.length === count) return told.state
      }
    }
    const write = (leases: HostState['leases']) => {
      seen.leases = leases
      writeFileSync(join(journalDir, 'journal.json.new'), JSON.stringify(leases))
      renameSync(join(journalDir, 'journal.json.new'), join(journalDir, 'journal.json'))
    }
    // There was none before.
    mkdirSync(journalDir, { recursive: true })
    write([lease('by-hand')])
    expect(await until(1)).toEqual({
      helper,
      leases: [lease('by-hand')],
      guards: [{ name: 'earlyoom', state: 'paused', threshold: null, kills: [] }],
    })
    write([])
    expect((await until(0)).guards[0]?.state).toBe('stopped')
    await events.return()
  },
)

it('ends with the core', async () => {
  const { watcher, seen } = openWatcher()
  const events = watcher.watch(null)
  await events.next()
  const next = events.next()
  watcher.dispose()
  expect(await next).toEqual({ value: undefined, done: true })
  expect(seen.closed).toBe(seen.opened)
  expect(await watcher.watch(null).next()).toEqual({ value: undefined, done: true })
})
