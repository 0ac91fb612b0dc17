import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/shared/plan.ts'
import { runEventSchema, type RunEvent } from '../../../src/shared/run.ts'
import { applyRunEvent, type RunView } from '../../../src/shared/run-view.ts'

const plan: Plan = {
  kind: 'start',
  lab: { name: 'lab', dir: '/lab' },
  environment: null,
  waves: [['app']],
  steps: [],
  unchanged: [],
  spared: [],
  warnings: [],
  expectedMs: null,
}

const startedAtMs = Date.UTC(2026, 10, 21, 10)
const at = (ms: number) => new Date(startedAtMs + ms).toISOString()
const web = { stack: 'app', service: 'web' }

const events: readonly RunEvent[] = [
  { type: 'run-started', runId: 'r1', at: at(0), plan },
  { type: 'step-started', at: at(10), step: 'create:app' },
  {
    type: 'step-finished',
    at: at(900),
    step: 'create:app',
    outcome: 'succeeded',
    elapsedMs: 890,
    message: null,
  },
  {
    type: 'service-changed',
    at: at(900),
    service: web,
    readiness: 'waiting',
    readyBy: null,
    detail: 'waits for data/db',
    container: null,
    elapsedMs: null,
  },
  { type: 'step-started', at: at(1000), step: 'start:app/web' },
  {
    type: 'service-changed',
    at: at(1500),
    service: web,
    readiness: 'loading',
    readyBy: null,
    detail: null,
    container: 'f00d',
    elapsedMs: 500,
  },
  { type: 'notice', at: at(1600), level: 'info', message: 'The engine is back.' },
  {
    type: 'service-changed',
    at: at(3000),
    service: web,
    readiness: 'ready',
    readyBy: 'probe',
    detail: null,
    container: 'f00d',
    elapsedMs: 2000,
  },
  {
    type: 'run-finished',
    runId: 'r1',
    at: at(3100),
    outcome: 'succeeded',
    elapsedMs: 3100,
    unchanged: false,
    failures: [],
    notStarted: [],
  },
]

function fold(some: readonly RunEvent[]): RunView | null {
  return some.reduce<RunView | null>((view, event) => applyRunEvent(view, event), null)
}

describe('applyRunEvent', () => {
  it('folds a run into what a page draws', () => {
    expect(fold(events)).toEqual({
      id: 'r1',
      plan,
      startedAtMs,
      services: new Map([
        [
          'app/web',
          {
            readiness: 'ready',
            readyBy: 'probe',
            detail: null,
            container: 'f00d',
            startedAtMs: startedAtMs + 1000,
            elapsedMs: 2000,
          },
        ],
      ]),
      steps: new Map([
        ['create:app', { state: 'succeeded', elapsedMs: 890 }],
        ['start:app/web', { state: 'running', elapsedMs: null }],
      ]),
      host: new Map(),
      output: new Map(),
      notices: ['The engine is back.'],
      finished: events.at(-1),
    })
  })

  it('knows when a service that is not settled was started, but not how long it takes', () => {
    expect(fold(events.slice(0, 6))?.services.get('app/web')).toEqual({
      readiness: 'loading',
      readyBy: null,
      detail: null,
      container: 'f00d',
      startedAtMs: startedAtMs + 1000,
      elapsedMs: null,
    })
  })

  it('leaves the view before as it was', () => {
    const before = fold(events.slice(0, 3))
    const copy = structuredClone(before)
    for (const event of events.slice(3)) applyRunEvent(before, event)
    expect(before).toEqual(copy)
  })

  it('begins with the start of the run', () => {
    expect(() => applyRunEvent(null, { type: 'notice', at: at(0), level: 'info', message: 'x' })).toThrow(
      'run event notice came before run-started',
    )
  })

  it('takes events that went through the contract', () => {
    expect(fold(events.map((event) => runEventSchema.parse(JSON.parse(JSON.stringify(event)))))).toEqual(
      fold(events),
    )
  })
})
