import { describe, expect, it, vi } from 'vitest'
import { createRunStore } from '../../../../src/renderer/bridge/run-store.ts'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds)).toISOString()
const service = { stack: 'data', service: 'db' }
const plan: Plan = {
  kind: 'start',
  lab: { name: 'lab', dir: '/lab' },
  environment: null,
  waves: [['data']],
  steps: [],
  unchanged: [],
  spared: [],
  warnings: [],
  expectedMs: null,
}
const started: RunEvent = { type: 'run-started', runId: 'one', at: at(0), plan }
const changed = (seconds: number, readiness: 'loading' | 'ready'): RunEvent => ({
  type: 'service-changed',
  at: at(seconds),
  service,
  readiness,
  readyBy: null,
  detail: null,
  container: 'db-1',
  elapsedMs: seconds * 1000,
})
const finished: RunEvent = {
  type: 'run-finished',
  runId: 'one',
  at: at(3),
  outcome: 'succeeded',
  elapsedMs: 3000,
  unchanged: false,
  failures: [],
  notStarted: [],
}

async function* stream(events: readonly RunEvent[], end?: Error): AsyncGenerator<RunEvent> {
  for (const event of events) {
    await Promise.resolve()
    yield event
  }
  if (end) throw end
}

const whenOpen = () => Promise.resolve()

describe('the story of a run', () => {
  it('is folded, with the moments of each service', async () => {
    const events = [started, changed(1, 'loading'), changed(2, 'ready'), finished]
    const store = createRunStore({
      open: () => Promise.resolve(stream(events)),
      whenOpen,
      isLost: () => false,
    })
    const stop = store.subscribe(() => undefined)
    await vi.waitFor(() => expect(store.getSnapshot().view?.finished?.outcome).toBe('succeeded'))
    stop()
    expect(store.getSnapshot().moments).toEqual(
      new Map([
        [
          'data/db',
          [
            { atMs: Date.parse(at(1)), readiness: 'loading', detail: null },
            { atMs: Date.parse(at(2)), readiness: 'ready', detail: null },
          ],
        ],
      ]),
    )
  })

  it('is read again from its start after the connection was lost, and nothing is told twice', async () => {
    const lost = new Error('lost')
    const streams = [
      stream([started, changed(1, 'loading')], lost),
      stream([started, changed(1, 'loading'), changed(2, 'ready'), finished]),
    ]
    const store = createRunStore({
      open: () => Promise.resolve(streams.shift() ?? stream([])),
      whenOpen,
      isLost: (error) => error === lost,
    })
    const stop = store.subscribe(() => undefined)
    await vi.waitFor(() => expect(store.getSnapshot().view?.finished?.outcome).toBe('succeeded'))
    stop()
    expect(
      store
        .getSnapshot()
        .moments.get('data/db')
        ?.map(({ readiness }) => readiness),
    ).toEqual(['loading', 'ready'])
    expect(store.getSnapshot().error).toBeNull()
  })

  it('keeps what the core refused', async () => {
    const refused = new Error('There is no run one.')
    const store = createRunStore({ open: () => Promise.reject(refused), whenOpen, isLost: () => false })
    const stop = store.subscribe(() => undefined)
    await vi.waitFor(() => expect(store.getSnapshot().error).toBe(refused))
    stop()
  })

  it('ends its stream with the last one who looks', async () => {
    let signal: AbortSignal | undefined
    const store = createRunStore({
      open: (given) => {
        signal = given
        return Promise.resolve(stream([started]))
      },
      whenOpen,
      isLost: () => false,
    })
    const stops = [store.subscribe(() => undefined), store.subscribe(() => undefined)]
    await vi.waitFor(() => expect(signal).toBeDefined())
    stops[0]?.()
    expect(signal?.aborted).toBe(false)
    stops[1]?.()
    expect(signal?.aborted).toBe(true)
  })
})
