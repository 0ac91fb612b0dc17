import { expect, it, onTestFinished } from 'vitest'
import { ORPCError } from '@orpc/server'
import { createLabStore, type LabStore } from '../../../../src/renderer/bridge/lab-store.ts'
import type { LabEvent } from '../../../../src/shared/watch.ts'
import { openDoor, signIn } from '../../web/support/open-door.ts'
import { openBridge, when, whenState } from './support/open-bridge.ts'
import { alive, createWatchedLab, serviceEvent, serviceOf, snapshotOf } from './support/watched-lab.ts'

const selection = { dir: '/home/ai/lab', environment: null, profiles: [] }
const [db, cache] = [serviceOf('db', 'loading'), serviceOf('cache', 'ready')]

/** A store that has heard the first event. */
async function openStore(first: LabEvent | null = snapshotOf([db, cache])) {
  const lab = createWatchedLab(first)
  const { door } = await openDoor({ router: lab.router })
  const { bridge, browser } = openBridge(door, await signIn(door))
  const store = createLabStore(bridge.client, bridge, selection)
  onTestFinished(store.watch())
  if (first) await when(store.subscribe, () => store.getSnapshot().state !== null)
  return { lab, bridge, browser, store }
}

function whenService(store: LabStore, key: string, readiness: string): Promise<void> {
  return when(store.subscribe, () => store.getService(key)?.readiness === readiness)
}

it('shows the snapshot, then what changes', async () => {
  const { lab, store } = await openStore()
  expect(store.getSnapshot()).toEqual({
    selection,
    state: expect.objectContaining({ runs: [], problems: [] }),
    isStale: false,
    lastEventAtMs: expect.any(Number),
    error: null,
  })
  lab.tell(serviceEvent(serviceOf('db', 'ready')))
  await whenService(store, 'data/db', 'ready')
  expect([store.getService('data/cache'), store.getService('data/none')]).toEqual([cache, null])
})

it('tells only who looks at a service that it has changed', async () => {
  const { lab, store } = await openStore()
  const told: string[] = []
  store.subscribeService('data/db', () => told.push('db'))
  store.subscribeService('data/cache', () => told.push('cache'))
  lab.tell(serviceEvent(serviceOf('db', 'ready')))
  await whenService(store, 'data/db', 'ready')
  await when(store.subscribe, () => told.length > 0)
  expect(told).toEqual(['db'])
})

it('many events at once are few changes for the page', async () => {
  const { lab, store } = await openStore()
  let changes = 0
  store.subscribe(() => (changes += 1))
  for (let count = 0; count < 200; count += 1)
    lab.tell(serviceEvent(serviceOf('db', count % 2 === 0 ? 'starting' : 'loading')))
  lab.tell(serviceEvent(serviceOf('db', 'ready')))
  await whenService(store, 'data/db', 'ready')
  expect(changes).toBeLessThan(60)
})

it('a snapshot that says the same, and signs of life, change nothing for the page', async () => {
  const { lab, store } = await openStore()
  const before = store.getSnapshot()
  lab.tell(snapshotOf([db, cache]))
  lab.tell(alive)
  lab.tell(serviceEvent(serviceOf('db', 'ready')))
  await whenService(store, 'data/db', 'ready')
  const after = store.getSnapshot()
  expect(after.state?.lab).toBe(before.state?.lab)
  expect(after.state?.status?.stacks[0]?.services[1]).toBe(before.state?.status?.stacks[0]?.services[1])
})

it('a lost connection is stale at once, and fresh again after a new snapshot', async () => {
  const { lab, bridge, browser, store } = await openStore()
  browser.socket?.terminate()
  await when(store.subscribe, () => store.getSnapshot().isStale)
  expect(store.getService('data/db')).toEqual(db)
  lab.first = snapshotOf([serviceOf('db', 'ready'), cache])
  await whenState(bridge, 'open')
  await when(store.subscribe, () => !store.getSnapshot().isStale)
  await whenService(store, 'data/db', 'ready')
  expect(lab.counts).toEqual({ begun: 2, now: 1 })
})

it('silence is stale, and a sign of life ends it', async () => {
  const { lab, store } = await openStore()
  const heardAtMs = store.getSnapshot().lastEventAtMs ?? 0
  await when(store.subscribe, () => store.getSnapshot().isStale)
  expect(store.getSnapshot().lastEventAtMs).toBe(heardAtMs)
  lab.tell(alive)
  await when(store.subscribe, () => !store.getSnapshot().isStale)
})

it('what the core says against the lab is kept until it answers again', async () => {
  const { lab, store } = await openStore()
  lab.fail(new ORPCError('LAB_NOT_FOUND', { message: 'There is no lab.' }))
  await when(store.subscribe, () => store.getSnapshot().error !== null)
  expect(store.getSnapshot().error).toMatchObject({ code: 'LAB_NOT_FOUND', message: 'There is no lab.' })
  await when(store.subscribe, () => store.getSnapshot().error === null)
  expect(lab.counts).toEqual({ begun: 2, now: 1 })
})
