import { describe, expect, it } from 'vitest'
import { renderRunSummary } from '../../../src/main/cli/render/run-summary.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import type { RunEvent } from '../../../src/shared/run.ts'
import { applyRunEvent, type RunView } from '../../../src/shared/run-view.ts'
import {
  at,
  changed,
  examplePlan,
  finished,
  planOf,
  ref,
  started,
  startStep,
  stopStep,
} from './support/examples.ts'
import { block, textOf } from './support/text.ts'

function summarise(events: readonly RunEvent[]): string {
  const view = events.reduce<RunView | null>(applyRunEvent, null)
  return textOf(view ? renderRunSummary(view, plainStyle) : [])
}

function stopped(step: string, atMs: number): RunEvent {
  return { type: 'step-finished', at: at(atMs), step, outcome: 'succeeded', elapsedMs: atMs, message: null }
}

describe('what stays when a run has finished', () => {
  it('is a line for each stack and the time it took', () => {
    const events = [
      started(examplePlan()),
      changed('data/db', 'ready', 3000, { elapsedMs: 2400, readyBy: 'probe' }),
      changed('data/init', 'done', 4000, { elapsedMs: 500 }),
      changed('apps/web', 'ready', 39_000, { elapsedMs: 30_000 }),
      finished(39_000),
    ]
    expect(summarise(events)).toBe(block`
      ✓  infra  ready  2 already running
      ✓  data   ready  1 ready (probed), 1 done
      ✓  apps   ready  1 ready
      ✓  Started northlight in 39s (usually 41s)
    `)
  })

  it('is one line when there was nothing to do', () => {
    const plan = planOf([['infra']], [], { unchanged: [ref('infra/proxy'), ref('infra/dns')] })
    expect(summarise([started(plan), finished(400, { unchanged: true })])).toBe(
      '✓  Already running: nothing to do (2 services, 0.4s)',
    )
  })

  it('gives reason, exit code and log of what failed, and names what did not start', () => {
    const plan = planOf(
      [['data'], ['apps'], ['extra']],
      ['data/db', 'data/redis', 'apps/web', 'apps/bot', 'extra/one'].map((name) => startStep(name)),
    )
    const failure = {
      service: ref('data/db'),
      step: 'start data/db',
      reason: 'The container exited before it was ready',
      exitCode: 137,
      log: ['Loading\u001b[2J weights', 'CUDA out of memory'],
    }
    const events = [
      started(plan),
      changed('data/db', 'failed', 12_000, { elapsedMs: 11_000, detail: 'exited' }),
      changed('data/redis', 'ready', 2000, { elapsedMs: 900 }),
      finished(12_000, {
        outcome: 'failed',
        failures: [failure],
        notStarted: [ref('apps/web'), ref('apps/bot'), ref('extra/one')],
      }),
    ]
    expect(summarise(events)).toBe(block`
      ✗  data   failed       1 failed, 1 ready
      □  apps   not started  2 not started
      □  extra  not started  1 not started
      ✗  data/db: The container exited before it was ready (exit code 137)
           | Loading weights
           | CUDA out of memory
      Not started: apps (all 2 services) and extra/one
      ✗  Failed after 12s: 1 failed, 3 not started
    `)
  })

  it('names the step when work on a whole project failed', () => {
    const pull = {
      id: 'pull',
      kind: 'pull' as const,
      after: [],
      command: [],
      project: 'data',
      services: [ref('data/db')],
    }
    const failure = { service: null, step: 'pull', reason: 'No such image', exitCode: 1, log: [] }
    const events = [
      started(planOf([['data']], [pull, startStep('data/db')])),
      finished(900, { outcome: 'failed', failures: [failure], notStarted: [ref('data/db')] }),
    ]
    expect(summarise(events)).toBe(block`
      □  data  not started  1 not started
      ✗  pull images for data/db: No such image (exit code 1)
      Not started: data/db
      ✗  Failed after 0.9s: 1 failed, 1 not started
    `)
  })

  it('says what a cancelled run left as it was', () => {
    const events = [
      started(examplePlan({ expectedMs: null })),
      changed('data/db', 'loading', 3000, { elapsedMs: 2400 }),
      finished(5000, { outcome: 'cancelled', notStarted: [ref('data/init'), ref('apps/web')] }),
    ]
    expect(summarise(events)).toBe(block`
      ✓  infra  ready        2 already running
      ◐  data   loading      1 loading, 1 not started
      □  apps   not started  1 not started
      Not started: data/init and apps/web
      Not ready yet: data/db
      !  Cancelled after 5.0s: 2 not started, 1 not ready yet
    `)
  })

  it('names what a cancelled stop left running', () => {
    const plan = planOf([['apps']], [stopStep('apps/web'), stopStep('apps/bot')], { kind: 'stop' })
    const events = [
      started(plan),
      stopped('stop apps/web', 700),
      changed('apps/web', 'stopped', 900),
      finished(1000, { outcome: 'cancelled' }),
    ]
    expect(summarise(events)).toBe(block`
      !  apps  partial  1 stopped, 1 running
      Not stopped: apps/bot
      !  Cancelled after 1.0s: 1 not stopped
    `)
  })

  it('says which stacks were left alone on purpose', () => {
    const plan = planOf([['apps']], [stopStep('apps/web')], { kind: 'stop', spared: ['infra', 'data'] })
    expect(summarise([started(plan), changed('apps/web', 'stopped', 900), finished(1000)])).toBe(block`
      □  apps  stopped  1 stopped
      Left alone (always-on): infra and data
      □  Stopped northlight in 1.0s
    `)
  })
})
