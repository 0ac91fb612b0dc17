import type { Plan, Step, StepOf } from '../../../../src/shared/plan.ts'
import type { RunEvent, RunEventOf } from '../../../../src/shared/run.ts'

/** 12:03:00 UTC on the day of all examples. */
export const startMs = Date.parse('2026-11-21T12:03:00.000Z')

export function at(afterMs: number): string {
  return new Date(startMs + afterMs).toISOString()
}

export function ref(name: string): { stack: string; service: string } {
  const [stack = '', service = ''] = name.split('/')
  return { stack, service }
}

export function startStep(name: string, more: Partial<StepOf<'start'>> = {}): StepOf<'start'> {
  return {
    id: `start ${name}`,
    after: [],
    command: ['docker', 'compose', '-p', ref(name).stack, 'up', '-d', '--no-deps', ref(name).service],
    kind: 'start',
    project: ref(name).stack,
    service: ref(name),
    wave: 0,
    gates: [],
    check: { kind: 'health' },
    timeoutMs: 300_000,
    retries: 0,
    via: 'compose',
    containers: [],
    expectedMs: null,
    ...more,
  }
}

export function stopStep(name: string, more: Partial<StepOf<'stop'>> = {}): StepOf<'stop'> {
  return {
    id: `stop ${name}`,
    after: [],
    command: ['docker', 'stop', ref(name).service],
    kind: 'stop',
    project: ref(name).stack,
    service: ref(name),
    wave: 0,
    via: 'engine',
    containers: [],
    ...more,
  }
}

export function gate(on: string, more: Partial<StepOf<'start'>['gates'][number]> = {}) {
  return { on: ref(on), condition: 'ready' as const, required: true, from: 'depends_on' as const, ...more }
}

export function planOf(waves: string[][], steps: Step[], more: Partial<Plan> = {}): Plan {
  return {
    kind: 'start',
    lab: { name: 'northlight', dir: '/home/ai/lab' },
    environment: null,
    waves,
    steps,
    unchanged: [],
    spared: [],
    warnings: [],
    expectedMs: null,
    ...more,
  }
}

/** A lab of three stacks: infra runs already, data comes up first, apps after it. */
export function examplePlan(more: Partial<Plan> = {}): Plan {
  return planOf(
    [['infra'], ['data'], ['apps']],
    [
      startStep('data/db', { wave: 1, expectedMs: 8200 }),
      startStep('data/init', { wave: 1, check: { kind: 'completed' }, gates: [gate('data/db')] }),
      startStep('apps/web', {
        wave: 2,
        gates: [gate('data/db'), gate('data/init', { condition: 'completed' })],
      }),
    ],
    { unchanged: [ref('infra/proxy'), ref('infra/dns')], expectedMs: 41_000, ...more },
  )
}

export function started(plan: Plan): RunEvent {
  return { type: 'run-started', runId: 'run-1', at: at(0), plan }
}

export function changed(
  name: string,
  readiness: RunEventOf<'service-changed'>['readiness'],
  atMs: number,
  more: Partial<RunEventOf<'service-changed'>> = {},
): RunEvent {
  return {
    type: 'service-changed',
    at: at(atMs),
    service: ref(name),
    readiness,
    readyBy: readiness === 'ready' ? 'health' : null,
    detail: null,
    container: null,
    elapsedMs: null,
    ...more,
  }
}

export function finished(
  atMs: number,
  more: Partial<RunEventOf<'run-finished'>> = {},
): RunEventOf<'run-finished'> {
  return {
    type: 'run-finished',
    runId: 'run-1',
    at: at(atMs),
    outcome: 'succeeded',
    elapsedMs: atMs,
    unchanged: false,
    failures: [],
    notStarted: [],
    ...more,
  }
}
