import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent, RunSummary } from '../../../src/shared/run.ts'
import type { LabEvent, LabSnapshot } from '../../../src/shared/watch.ts'
import { applyLabEvent } from '../../../src/shared/lab-state.ts'
import { describeLab } from '../../../src/main/api/describe-lab.ts'
import { planStart } from '../../../src/main/run/plan/plan-start.ts'
import type { RunListener } from '../../../src/main/run/run-manager.ts'
import { openHistory } from '../../../src/main/store/history.ts'
import { createEngineFeed } from '../../../src/main/watch/engine-feed.ts'
import { createHistoryFeed } from '../../../src/main/watch/other-runs.ts'
import { openWatchedLab, type WatchedLab } from '../../../src/main/watch/watched-lab.ts'
import { facts, model, wholeLab } from '../run/sample-model.ts'
import { createSmallEngine } from '../run/small-engine.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const lab = model({ app: { services: { web: {}, db: {} } } })
const plan = planStart(facts(lab), { targets: wholeLab, appsOnly: false, timeoutMs: null })
const labels = { project: 'app', service: 'web' }

/** A lab on an engine in memory, whose runs are what the test says. */
function room() {
  const stateDir = mkdtempSync(join(tmpdir(), 'switchyard-watch-'))
  closing.push(() => rmSync(stateDir, { recursive: true }))
  const history = openHistory(stateDir)
  closing.push(() => history.close())
  const small = createSmallEngine()
  const listeners = new Set<RunListener>()
  const runs = {
    active: () => [],
    subscribe: (listener: RunListener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const engineFeed = createEngineFeed(small.engine)
  const historyFeed = createHistoryFeed(history, stateDir)
  const open = async () => {
    const watched = await openWatchedLab({
      load: () => Promise.resolve(lab),
      describe: describeLab,
      engine: small.engine,
      engineFeed,
      history,
      historyFeed,
      runs,
      stateDir,
    })
    closing.push(() => watched.close())
    return watched
  }
  const tell = (run: RunSummary, event: RunEvent) => {
    for (const listener of listeners) listener(run, event)
  }
  return { small, history, stateDir, open, tell, listeners, engineFeed }
}

/** What a subscriber has heard, and the state that it makes of it. */
function follow(watched: WatchedLab) {
  const events: LabEvent[] = []
  const heard = { events, state: null as LabSnapshot | null }
  const outbox = watched.join()
  const read = async () => {
    for await (const event of outbox.events(undefined)) {
      if (event.type !== 'alive') events.push(event)
      heard.state = applyLabEvent(heard.state, event)
    }
  }
  void read()
  return heard
}

type Heard = ReturnType<typeof follow>

function standing({ state }: Heard): readonly string[] | null {
  const services = state?.status?.stacks.flatMap((stack) => stack.services) ?? []
  return state?.status
    ? services.map(
        ({ name, readiness, detail }) => `${name} ${readiness}${detail === null ? '' : ` (${detail})`}`,
      )
    : null
}

const stands = (heard: Heard, expected: readonly string[]) =>
  vi.waitFor(() => expect(standing(heard)).toEqual(expected))

const at = '2026-11-21T10:00:00.000Z'
const run: RunSummary = {
  id: 'r1',
  kind: 'start',
  lab: { name: 'lab', dir: '/lab' },
  startedAt: at,
  finishedAt: null,
  outcome: null,
  elapsedMs: null,
}
const begun: RunEvent = { type: 'run-started', runId: 'r1', at, plan }
const ended: RunEvent = {
  type: 'run-finished',
  runId: 'r1',
  at,
  outcome: 'succeeded',
  elapsedMs: 5,
  unchanged: false,
  failures: [],
  notStarted: [],
}

function says(
  service: string,
  readiness: 'waiting' | 'loading' | 'ready',
  detail: string | null = null,
): RunEvent {
  const ref = { stack: 'app', service }
  return {
    type: 'service-changed',
    at,
    service: ref,
    readiness,
    readyBy: null,
    detail,
    container: null,
    elapsedMs: null,
  }
}

describe('the engine of a watched lab', () => {
  it('is listened to once, whoever looks, and only as long as the lab is open', async () => {
    const { small, open, engineFeed } = room()
    const opened = vi.spyOn(small.engine, 'events')
    const [first, second] = await Promise.all([open(), open()])
    const heard = [follow(first), follow(first), follow(second)]
    small.put('web', { state: 'running' })
    small.emit('web', { kind: 'started' }, labels)
    for (const each of heard) await stands(each, ['web ready', 'db stopped'])
    expect(opened).toHaveBeenCalledTimes(1)
    expect(opened.mock.calls[0]?.[0].aborted).toBe(false)
    first.close()
    second.close()
    expect([opened.mock.calls[0]?.[0].aborted, engineFeed.state().connected]).toEqual([true, false])
  })

  it('is asked only for the containers that an event names', async () => {
    const { small, open } = room()
    small.put('web', { state: 'running' })
    small.put('db', { state: 'running' })
    const heard = follow(await open())
    await stands(heard, ['web ready', 'db ready'])
    const listed = vi.spyOn(small.engine, 'listContainers')
    const inspected = vi.spyOn(small.engine, 'inspect')
    small.put('web', { state: 'exited', exitCode: 3 })
    small.emit('web', { kind: 'died', exitCode: 3 }, labels)
    small.emit('web', { kind: 'health', health: 'unhealthy' }, labels)
    small.emit('stranger', { kind: 'started' }, { project: 'other', service: 'web' })
    await stands(heard, ['web failed (exited with code 3)', 'db ready'])
    expect([listed.mock.calls, inspected.mock.calls]).toEqual([[[['app'], ['web']]], [['web']]])
    expect(heard.events.map(({ type }) => type)).toEqual(['snapshot', 'service'])
  })

  it('is asked anew after sleep, over another connection, and what it did not tell is seen', async () => {
    const { small, open, engineFeed } = room()
    const opened = vi.spyOn(small.engine, 'events')
    small.put('web', { state: 'running' })
    const heard = follow(await open())
    await stands(heard, ['web ready', 'db stopped'])
    const since = engineFeed.state().since
    small.put('db', { state: 'running' })
    engineFeed.renew()
    await stands(heard, ['web ready', 'db ready'])
    expect(opened.mock.calls.map(([signal]) => signal.aborted)).toEqual([true, false])
    // Nobody was told that it was away: it was not.
    expect(heard.events.map(({ type }) => type)).toEqual(['snapshot', 'snapshot'])
    expect(engineFeed.state()).toMatchObject({ connected: true, since })
  })

  it('that has gone while the machine slept is told, and comes back', async () => {
    const { small, open, engineFeed } = room()
    const heard = follow(await open())
    await stands(heard, ['web stopped', 'db stopped'])
    small.goAway()
    engineFeed.renew()
    await vi.waitFor(() => expect(heard.state?.engine.connected).toBe(false))
    small.put('web', { state: 'running' })
    small.comeBack()
    await stands(heard, ['web ready', 'db stopped'])
  })

  it('may be away from the beginning, and brings a new snapshot when it comes', async () => {
    const { small, open } = room()
    small.goAway()
    const heard = follow(await open())
    await vi.waitFor(() => expect(heard.state?.status).toBeNull())
    expect(heard.state?.engine).toMatchObject({
      connected: false,
      version: null,
      problem: { message: 'The Docker engine at unix:///small.sock does not answer.' },
    })
    small.put('web', { state: 'running' })
    small.comeBack()
    await stands(heard, ['web ready', 'db stopped'])
    expect(heard.state?.engine).toMatchObject({ connected: true, version: '28.0.0', problem: null })
    expect(heard.events.map(({ type }) => type)).toEqual(['snapshot', 'snapshot'])
  })

  it('leaves the last state when it goes', async () => {
    const { small, open } = room()
    small.put('web', { state: 'running' })
    const heard = follow(await open())
    await stands(heard, ['web ready', 'db stopped'])
    small.goAway()
    await vi.waitFor(() => expect(heard.state?.engine.connected).toBe(false))
    expect([standing(heard), heard.events.map(({ type }) => type)]).toEqual([
      ['web ready', 'db stopped'],
      ['snapshot', 'engine'],
    ])
  })
})

describe('a run of a watched lab', () => {
  it('has the word on its services until it ends', async () => {
    const { small, open, tell } = room()
    small.put('web', { state: 'running' })
    const heard = follow(await open())
    await stands(heard, ['web ready', 'db stopped'])
    tell(run, begun)
    tell(run, says('web', 'loading', 'its check says: no'))
    tell(run, says('db', 'waiting', 'waits for app/web'))
    await stands(heard, ['web loading (its check says: no)', 'db waiting (waits for app/web)'])
    expect(heard.state?.runs).toEqual([run])
    tell({ ...run, finishedAt: at, outcome: 'succeeded', elapsedMs: 5 }, ended)
    await stands(heard, ['web ready', 'db stopped'])
    expect(heard.state?.runs).toEqual([])
  })

  it('is not believed about a service whose container has died since', async () => {
    const { small, open, tell } = room()
    const heard = follow(await open())
    tell(run, begun)
    tell(run, says('web', 'ready'))
    await stands(heard, ['web ready', 'db stopped'])
    small.put('web', { state: 'exited', exitCode: 3 })
    small.emit('web', { kind: 'died', exitCode: 3 }, labels)
    await stands(heard, ['web failed (exited with code 3)', 'db stopped'])
  })

  it('of another lab says nothing', async () => {
    const { open, tell } = room()
    const heard = follow(await open())
    await stands(heard, ['web stopped', 'db stopped'])
    const other = { ...run, lab: { name: 'other', dir: '/other' } }
    tell(other, begun)
    tell(other, says('web', 'loading'))
    tell(run, begun)
    await vi.waitFor(() => expect(heard.state?.runs).toEqual([run]))
    expect(standing(heard)).toEqual(['web stopped', 'db stopped'])
  })

  it('that broke off and stays open in the history is not shown', async () => {
    const { history, open } = room()
    history.beginRun(run)
    const heard = follow(await open())
    await stands(heard, ['web stopped', 'db stopped'])
    expect(heard.state?.runs).toEqual([])
  })

  it('is not listened to any more when the lab is closed', async () => {
    const { open, listeners } = room()
    const watched = await open()
    expect(listeners.size).toBe(1)
    watched.close()
    expect(listeners.size).toBe(0)
  })
})
