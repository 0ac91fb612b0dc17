import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type {
  ContainerDetail,
  ContainerEvent,
  ContainerSummary,
  EngineEvent,
} from '../../../src/main/engine/model.ts'
import { createServiceRecord } from '../../../src/main/record/create-record.ts'
import type { EventFeed } from '../../../src/main/record/model.ts'
import type { Happening } from '../../../src/shared/record.ts'
import { newStateDir } from './support/happenings.ts'

type Listener = Parameters<EventFeed['subscribe']>[0]
type Detail = Pick<ContainerDetail, 'state' | 'startedAt' | 'health' | 'restartCount' | 'restartPolicy'>

/** A record of an engine in memory, whose containers, events and connection are up to the test. */
function follow(stateDir: string, containers: ReadonlyMap<string, Detail>) {
  const listeners = new Set<Listener>()
  const summary = (id: string) =>
    ({ id, name: id, project: 'app', service: 'web', isOneOff: false }) as ContainerSummary
  const record = createServiceRecord({
    stateDir,
    engine: {
      address: 'unix:///small',
      inspect: (id) => Promise.resolve((containers.get(id) as ContainerDetail | undefined) ?? null),
      describeContainer: () => Promise.resolve(null),
      snapshot: () =>
        Promise.resolve({
          containers: [...containers.keys()].map(summary),
          networks: new Set(),
          images: new Map(),
          otherPorts: [],
        }),
    },
    openFeed: () => ({
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      close: () => listeners.clear(),
    }),
    whoAsked: () => 'operator',
  })
  onTestFinished(() => record.dispose())
  const told: Happening[] = []
  record.subscribe((happening) => told.push(happening))
  record.follow()
  return {
    record,
    told,
    emit: (atMs: number, event: ContainerEvent, id = 'web-1') => {
      const heard: EngineEvent = { containerId: id, name: id, project: 'app', service: 'web', atMs, event }
      for (const listener of listeners) listener.onEvent(heard)
    },
    connect: (connected: boolean) => {
      for (const listener of listeners) listener.onState({ connected })
    },
  }
}

const startMs = Date.now() - 60_000
const isSeen = { timeout: 10_000, interval: 10 }
const running = (startedAtMs: number, health: Detail['health'] = null): Detail => ({
  state: 'running',
  startedAt: new Date(startedAtMs).toISOString(),
  health,
  restartCount: 0,
  restartPolicy: 'no',
})
const kinds = (told: readonly Happening[]) =>
  told.map(({ containerId, what }) => `${containerId} ${what.kind}`)
const everything = { projects: ['app'], fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }

describe('a connection', () => {
  it('finds what runs that nobody has heard of, and says it once', async () => {
    const stateDir = newStateDir()
    const containers = new Map([['web-1', running(startMs, 'unhealthy')]])
    const first = follow(stateDir, containers)
    first.connect(true)
    await vi.waitFor(() => expect(kinds(first.told)).toEqual(['web-1 found']), isSeen)
    expect(first.told[0]?.what).toEqual({
      kind: 'found',
      isRunning: true,
      health: 'unhealthy',
      startedAtMs: startMs,
    })
    await first.record.dispose()
    const second = follow(stateDir, containers)
    second.connect(true)
    containers.delete('web-1')
    second.emit(Date.now(), { kind: 'died', exitCode: 1 })
    await vi.waitFor(() => expect(kinds(second.told)).toEqual(['web-1 exited']), isSeen)
  })

  it('finds that a container is gone which was up', async () => {
    const stateDir = newStateDir()
    const first = follow(stateDir, new Map([['web-1', running(startMs)]]))
    first.connect(true)
    await vi.waitFor(() => expect(kinds(first.told)).toEqual(['web-1 found']), isSeen)
    await first.record.dispose()
    const second = follow(stateDir, new Map())
    second.connect(true)
    await vi.waitFor(
      () => expect(second.told[0]?.what).toMatchObject({ kind: 'found', isRunning: false }),
      isSeen,
    )
  })

  it('tells nothing twice that the engine tells again when it comes back', async () => {
    const containers = new Map([['web-1', running(startMs)]])
    const { emit, connect, told, record } = follow(newStateDir(), containers)
    emit(startMs - 1, { kind: 'created' })
    emit(startMs, { kind: 'started' })
    connect(true)
    await vi.waitFor(() => expect(kinds(told)).toEqual(['web-1 started']), isSeen)
    connect(false)
    containers.clear()
    emit(startMs, { kind: 'started' })
    connect(true)
    emit(Date.now() + 1, { kind: 'died', exitCode: 1 })
    await vi.waitFor(() => expect(kinds(told)).toEqual(['web-1 started', 'web-1 exited']), isSeen)
    expect(kinds(record.list(everything))).toEqual(['web-1 started', 'web-1 exited'])
  })

  it('that is lost leaves a gap in what was watched', async () => {
    const { connect, record } = follow(newStateDir(), new Map())
    const laterMs = async () => {
      const beganMs = Date.now()
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(beganMs + 10))
      return Date.now()
    }
    connect(true)
    const lostMs = await laterMs()
    connect(false)
    const backMs = await laterMs()
    connect(true)
    await laterMs()
    await record.dispose()
    const watched = record.watched({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
    expect(watched).toHaveLength(2)
    expect(watched[0]?.toMs).toBeGreaterThanOrEqual(lostMs)
    expect(watched[0]?.toMs).toBeLessThan(backMs)
    expect(watched[1]?.fromMs).toBeGreaterThanOrEqual(backMs)
  })
})

it('a start soon after an end of its own is taken for that of its policy, when the container is gone again', async () => {
  const { emit, connect, told } = follow(newStateDir(), new Map([['web-1', running(startMs)]]))
  connect(true)
  emit(startMs + 1, { kind: 'died', exitCode: 1 }, 'web-2')
  emit(startMs + 2, { kind: 'started' }, 'web-2')
  emit(startMs + 3, { kind: 'died', exitCode: 2 }, 'web-2')
  await vi.waitFor(() =>
    expect(kinds(told.filter(({ containerId }) => containerId === 'web-2'))).toEqual([
      'web-2 exited',
      'web-2 started',
      'web-2 exited',
    ]),
  )
  const started = told.find(({ containerId, what }) => containerId === 'web-2' && what.kind === 'started')
  expect(started?.what).toEqual({ kind: 'started', cause: 'restart-policy' })
})
