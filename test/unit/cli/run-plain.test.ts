import { beforeAll, describe, expect, it } from 'vitest'
import { renderPlainEvent } from '../../../src/main/cli/render/run-plain.ts'
import { applyToScreen, type RunScreen } from '../../../src/main/cli/render/run-screen.ts'
import type { Line } from '../../../src/main/cli/render/line.ts'
import type { RunEvent } from '../../../src/shared/run.ts'
import { at, changed, examplePlan, finished, planOf, ref, started, stopStep } from './support/examples.ts'
import { block, textOf } from './support/text.ts'

function tell(events: readonly RunEvent[]): string {
  let screen: RunScreen | null = null
  const lines: Line[] = []
  for (const event of events) {
    const after: RunScreen = applyToScreen(screen, event)
    lines.push(...renderPlainEvent(screen, after, event, 'Starting northlight'))
    screen = after
  }
  return textOf(lines)
}

beforeAll(() => {
  process.env['TZ'] = 'UTC'
})

describe('a run where nothing can be painted over', () => {
  it('is one line for each change, and none for what passes', () => {
    const events = [
      started(examplePlan({ warnings: ['The profile gpu is active without a GPU.'] })),
      changed('data/db', 'waiting', 10),
      changed('data/db', 'created', 20),
      changed('data/db', 'starting', 100, { elapsedMs: 0 }),
      changed('data/db', 'loading', 1300, { elapsedMs: 1200, detail: 'connection refused' }),
      changed('data/db', 'loading', 2300, { elapsedMs: 2200, detail: 'HTTP 503' }),
      changed('data/db', 'ready', 4000, { elapsedMs: 3900, readyBy: 'probe' }),
      changed('data/init', 'done', 5000, { elapsedMs: 800 }),
      { type: 'notice', at: at(5100), level: 'info', message: 'The engine answers again.' } as const,
      changed('apps/web', 'failed', 17_000, { elapsedMs: 12_000, detail: 'exited with 137' }),
      finished(17_000, { outcome: 'failed' }),
    ]
    expect(tell(events)).toBe(block`
      12:03:00 Starting northlight: 2 stacks, 3 services, usually 41s
      12:03:00 warning: The profile gpu is active without a GPU.
      12:03:01 data/db loading 1.2s (connection refused)
      12:03:04 data/db ready (probed) 3.9s
      12:03:05 data/init done 0.8s
      12:03:05 The engine answers again.
      12:03:17 apps/web failed 12s (exited with 137)
    `)
  })

  it('tells of pulls and builds when they begin and end, of other work only when it fails', () => {
    const base = { after: [], command: [], project: 'data', services: [ref('data/db')] }
    const plan = planOf(
      [],
      [
        { ...base, id: '1', kind: 'pull' },
        { ...base, id: '2', kind: 'create', recreates: [] },
        { id: '3', after: [], command: [], kind: 'network', network: 'shared' },
      ],
    )
    const step = (
      id: string,
      more: { outcome: 'succeeded' | 'failed'; message: string | null },
      atMs: number,
    ): RunEvent => ({
      type: 'step-finished',
      at: at(atMs),
      step: id,
      elapsedMs: 1500,
      ...more,
    })
    const events: RunEvent[] = [
      started(plan),
      { type: 'step-started', at: at(0), step: '1' },
      step('1', { outcome: 'succeeded', message: null }, 1500),
      { type: 'step-started', at: at(1500), step: '2' },
      step('2', { outcome: 'succeeded', message: null }, 3000),
      step('3', { outcome: 'failed', message: 'address pool is full' }, 4500),
    ]
    expect(tell(events)).toBe(block`
      12:03:00 Starting northlight: 0 stacks, 0 services
      12:03:00 pull images for data/db
      12:03:01 pull images for data/db done 1.5s
      12:03:04 create network shared failed 1.5s (address pool is full)
    `)
  })

  it('tells once that a service has stopped, whether the service or its step says so', () => {
    const plan = planOf([['data']], [stopStep('data/db'), stopStep('data/redis')], { kind: 'stop' })
    const stopped = (name: string): RunEvent => ({
      type: 'step-finished',
      at: at(1000),
      step: `stop ${name}`,
      outcome: 'succeeded',
      elapsedMs: 900,
      message: null,
    })
    const events = [
      started(plan),
      changed('data/db', 'stopped', 900),
      stopped('data/db'),
      stopped('data/redis'),
    ]
    expect(tell(events)).toBe(block`
      12:03:00 Starting northlight: 1 stack, 2 services
      12:03:00 data/db stopped
      12:03:01 data/redis stopped
    `)
  })
})
