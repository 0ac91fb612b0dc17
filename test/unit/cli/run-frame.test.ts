import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../../src/main/cli/render/line.ts'
import { renderRunFrame } from '../../../src/main/cli/render/run-frame.ts'
import { applyToScreen, type RunScreen } from '../../../src/main/cli/render/run-screen.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import type { RunEvent } from '../../../src/shared/run.ts'
import {
  changed,
  at,
  examplePlan,
  gate,
  planOf,
  ref,
  started,
  startMs,
  startStep,
  stopStep,
} from './support/examples.ts'
import { block, textOf } from './support/text.ts'

const title = 'Starting northlight'

function fold(events: readonly RunEvent[]): RunScreen {
  const screen = events.reduce<RunScreen | null>(applyToScreen, null)
  if (!screen) throw new Error('a run has at least one event')
  return screen
}

function frame(events: readonly RunEvent[], nowMs: number, size = { columns: 100, rows: 40 }): string {
  return textOf(renderRunFrame(fold(events), title, plainStyle, size, startMs + nowMs), size.columns)
}

describe('the picture of a run', () => {
  it('says what waits and what runs already before anything happens', () => {
    expect(frame([started(examplePlan())], 1200)).toBe(block`
      Starting northlight  1.2s  2 of 5 ready  about 40s left, usually 41s
      ✓  infra   ready     2 already running
      ○  data    waiting   2 waiting
      ○  apps    waiting   1 waiting
    `)
  })

  it('grows lines only where something goes on, with elapsed time, expectation and reason', () => {
    const events = [
      started(examplePlan()),
      changed('data/db', 'loading', 1000, { elapsedMs: 400, detail: 'HTTP 503 from http://127.0.0.1:5432/' }),
    ]
    expect(frame(events, 3000)).toBe(block`
      Starting northlight  3.0s  2 of 5 ready  about 38s left, usually 41s
      ✓  infra   ready     2 already running
      ◐  data    loading   1 loading, 1 waiting
        ◐  db    loading     2.4s  usually 8.2s  HTTP 503 from http://127.0.0.1:5432/
        ○  init  waiting           waits for data/db
      ○  apps    waiting   1 waiting
    `)
  })

  it('says that a service was ready before its own health said so, and what a one-shot did', () => {
    const events = [
      started(examplePlan()),
      changed('data/db', 'ready', 3000, { elapsedMs: 2400, readyBy: 'probe' }),
      changed('data/init', 'loading', 3500, { elapsedMs: 100 }),
    ]
    expect(frame(events, 4000)).toBe(block`
      Starting northlight  4.0s  3 of 5 ready  about 37s left, usually 41s
      ✓  infra   ready     2 already running
      ◐  data    loading   1 ready (probed), 1 loading
        ✓  db    ready (probed)    2.4s
        ◐  init  loading           0.6s
      ○  apps    waiting   1 waiting
    `)
  })

  it('is quiet again where a stack is ready, and says when it takes longer than usual', () => {
    const events = [
      started(examplePlan()),
      changed('data/db', 'ready', 3000, { elapsedMs: 2400 }),
      changed('data/init', 'done', 4000, { elapsedMs: 500 }),
      changed('apps/web', 'failed', 42_000, { elapsedMs: 12_000, detail: 'exited with 137' }),
    ]
    expect(frame(events, 43_000)).toBe(block`
      Starting northlight  43s  4 of 5 ready  2.0s longer than usual (41s)
      ✓  infra   ready     2 already running
      ✓  data    ready     1 ready, 1 done
      ✗  apps    failed    1 failed
        ✗  web   failed       12s  exited with 137
    `)
  })

  it('shows work on whole projects while it goes on', () => {
    const pull = {
      id: 'pull data',
      kind: 'pull' as const,
      after: [],
      command: ['docker', 'compose', 'pull'],
      project: 'data',
      services: [ref('data/db')],
    }
    const plan = planOf([['data']], [pull, startStep('data/db')])
    const events: RunEvent[] = [started(plan), { type: 'step-started', at: at(1000), step: 'pull data' }]
    expect(frame(events, 9200)).toBe(block`
      Starting northlight  9.2s  0 of 1 ready
      ◐  pull images for data/db  8.2s
      ○  data  waiting   1 waiting
    `)
  })

  it('says what still runs and what has stopped on the way down', () => {
    const plan = planOf(
      [['apps'], ['data']],
      [stopStep('apps/web'), stopStep('apps/bot'), stopStep('data/db')],
      {
        kind: 'stop',
      },
    )
    const events: RunEvent[] = [
      started(plan),
      { type: 'step-started', at: at(0), step: 'stop apps/web' },
      { type: 'step-started', at: at(0), step: 'stop apps/bot' },
      changed('apps/bot', 'stopped', 900),
    ]
    expect(frame(events, 1500)).toBe(block`
      Starting northlight  1.5s  1 of 3 stopped
      ◐  apps   stopping  1 stopped, 1 stopping
        ◐  web  stopping    1.5s
        □  bot  stopped
      ○  data   waiting   1 running
    `)
  })

  it('takes a restart down first and up afterwards', () => {
    const plan = planOf([['data']], [stopStep('data/db'), startStep('data/db')], { kind: 'restart' })
    const down = [started(plan), changed('data/db', 'stopped', 500)]
    const up: RunEvent[] = [
      ...down,
      { type: 'step-started', at: at(600), step: 'start data/db' },
      changed('data/db', 'starting', 600, { elapsedMs: 0 }),
    ]
    expect(frame(down, 500).split('\n').at(-1)).toBe('□  data  stopped   1 stopped')
    expect(frame(up, 1600).split('\n').at(-1)).toBe('  ◐  db  starting    1.0s')
  })
})

describe('a terminal that is too small', () => {
  const names = Array.from({ length: 30 }, (_, index) => `compute/worker-${index}`)
  const plan = planOf(
    [['infra'], ['compute'], ['apps'], ['more']],
    [
      ...names.map((name) => startStep(name)),
      startStep('apps/web', { gates: [gate('compute/worker-0')] }),
      startStep('more/thing', { gates: [gate('compute/worker-0')] }),
    ],
    { unchanged: [ref('infra/proxy')] },
  )
  const events = [
    started(plan),
    ...names.map((name, index) =>
      index < 20
        ? changed(name, 'ready', 900, { elapsedMs: 900 })
        : changed(name, index === 29 ? 'failed' : 'loading', 900, {
            elapsedMs: 900,
            detail: 'not healthy yet',
          }),
    ),
  ]

  it('folds what is ready before it leaves out what is not', () => {
    expect(frame(events, 2000, { columns: 60, rows: 14 })).toBe(block`
      Starting northlight  2.0s  21 of 33 ready
      ✗  compute      failed    1 failed, 20 ready, 9 loading
        ◐  worker-20  loading     2.0s  not healthy yet
        ◐  worker-21  loading     2.0s  not healthy yet
        ◐  worker-22  loading     2.0s  not healthy yet
        ◐  worker-23  loading     2.0s  not healthy yet
        ◐  worker-24  loading     2.0s  not healthy yet
        ◐  worker-25  loading     2.0s  not healthy yet
        ◐  worker-26  loading     2.0s  not healthy yet
        ◐  worker-27  loading     2.0s  not healthy yet
        ◐  worker-28  loading     2.0s  not healthy yet
        ✗  worker-29  failed      0.9s  not healthy yet
      ✓  1 stack ready (1 service)
      ○  2 stacks waiting (2 services)
    `)
  })

  it('keeps failures longest and counts the rest', () => {
    expect(frame(events, 2000, { columns: 60, rows: 7 })).toBe(block`
      Starting northlight  2.0s  21 of 33 ready
      ✗  compute      failed    1 failed, 20 ready, 9 loading
        ◐  worker-20  loading     2.0s  not healthy yet
        ✗  worker-29  failed      0.9s  not healthy yet
      ✓  1 stack ready (1 service)
      ○  2 stacks waiting (2 services)
      + 8 more
    `)
  })

  it.each([
    [20, 4],
    [40, 10],
    [80, 24],
    [120, 60],
  ])('never takes more than %i columns and %i rows', (columns, rows) => {
    const lines = frame(events, 2000, { columns, rows }).split('\n')
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns)
  })
})
