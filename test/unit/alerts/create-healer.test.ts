import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Happening } from '../../../src/shared/record.ts'
import { openAlertStore } from '../../../src/main/alerts/alert-store.ts'
import { createHealer } from '../../../src/main/alerts/create-healer.ts'
import type { ServicePlace } from '../../../src/main/alerts/lab-index.ts'
import type { ContainerDetail } from '../../../src/main/engine/model.ts'
import { lockLab } from '../../../src/main/store/run-lock.ts'
import { detail } from '../run/sample-model.ts'
import { healthy, unhealthy, web } from './support/machine.ts'

const minute = 60_000

/** A healer with a real lock and a real store; the engine is what the test says of the one container. */
function open(found: Partial<ContainerDetail> | null = { state: 'running', health: 'unhealthy' }) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-heal-'))
  const store = openAlertStore(dir)
  const done: string[] = []
  const place: ServicePlace = {
    dir,
    lab: 'home',
    stack: 'lab',
    service: 'web',
    isAlwaysOn: false,
    isOneShot: false,
    heal: { afterMs: 5 * minute, atMost: 2 },
    silent: [],
  }
  let isBusy = false
  const healer = createHealer({
    engine: {
      inspect: () => Promise.resolve(found && detail(undefined, found)),
      restart: (id) => Promise.resolve(void done.push(`restart ${id}`)),
    },
    index: {
      find: () => Promise.resolve(place),
      peek: (project) => (project === 'lab' ? place : null),
      projects: () => Promise.resolve(['lab']),
    },
    sight: { runOf: () => null, worksOn: () => isBusy },
    store,
    stateDir: dir,
    note: ({ what }) => done.push(what.kind),
    onGivenUp: (_, text) => done.push(text),
  })
  onTestFinished(async () => {
    await healer.dispose()
    store.dispose()
    rmSync(dir, { recursive: true })
  })
  const startMs = Date.now()
  return {
    dir,
    done,
    store,
    setBusy: (busy: boolean) => (isBusy = busy),
    happen: (what: Happening['what'], ofMinute = 0, container = web) =>
      healer.happened({ ...container, atMs: startMs + ofMinute * minute, what }),
    /** Everything that is due in this minute is done when it resolves. */
    tick: async (ofMinute: number) => {
      healer.tick(startMs + ofMinute * minute)
      await vi.waitFor(() => lockLab(dir, dir)())
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('auto-heal', () => {
  it('restarts what has been unhealthy for its time, and notes it first', async () => {
    const { happen, tick, done } = open()
    happen(unhealthy)
    await tick(4.9)
    expect(done).toEqual([])
    await tick(5)
    await tick(6)
    expect(done).toEqual(['healed', 'restart c1'])
  })

  it('does it no more often than it may, also after Switchyard was started anew, and then says so', async () => {
    const { happen, tick, done, store } = open()
    store.noteHeal('lab/web', Date.now())
    store.noteHeal('lab/web', Date.now())
    happen(unhealthy)
    await tick(5)
    expect(done).toEqual(['is still unhealthy after auto-heal has restarted it 2 times within an hour'])
    done.length = 0
    await tick(61)
    expect(done).toEqual(['healed', 'restart c1'])
  })

  it('waits while a run works on the service, and while anybody has the lab', async () => {
    const { happen, tick, done, dir, setBusy } = open()
    happen(unhealthy)
    setBusy(true)
    await tick(6)
    setBusy(false)
    const unlock = lockLab(dir, dir)
    const going = tick(7)
    expect(done).toEqual([])
    unlock()
    await going
    await tick(8)
    expect(done).toEqual(['healed', 'restart c1'])
  })

  it.each([
    ['stopped by somebody meanwhile', { state: 'exited', health: null }],
    ['healthy again', { state: 'running', health: 'healthy' }],
    ['gone', null],
  ] as const)('leaves alone what is %s', async (_, found) => {
    const { happen, tick, done } = open(found)
    happen(unhealthy)
    await tick(6)
    await tick(7)
    expect(done).toEqual([])
  })

  it.each([
    healthy,
    { kind: 'exited', cause: 'operator', exitCode: 0, isOutOfMemory: false },
    { kind: 'started', cause: 'operator' },
  ] as const)('forgets it with %j', async (what) => {
    const { happen, tick, done } = open()
    happen(unhealthy)
    happen(what, 1)
    await tick(60)
    expect(done).toEqual([])
  })

  it('touches nothing that is of no lab', async () => {
    const { happen, tick, done } = open()
    happen(unhealthy, 0, { ...web, project: 'other' })
    await tick(60)
    expect(done).toEqual([])
  })
})
