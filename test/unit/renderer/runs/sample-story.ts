import type { ServiceRef } from '../../../../src/shared/lab.ts'
import { formatServiceRef } from '../../../../src/shared/format.ts'
import { applyRunEvent, type RunView } from '../../../../src/shared/run-view.ts'
import type { Gate, Plan, StepOf } from '../../../../src/shared/plan.ts'
import type { Readiness } from '../../../../src/shared/readiness.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import type { RunMoment, StepTimes } from '../../../../src/renderer/bridge/run-store.ts'
import type { Story } from '../../../../src/renderer/features/runs/story.ts'

export const startedAtMs = Date.UTC(2026, 10, 21, 10)
export const at = (ms: number) => new Date(startedAtMs + ms).toISOString()

export function refOf(key: string): ServiceRef {
  const [stack = '', service = ''] = key.split('/')
  return { stack, service }
}

export function gateOn(key: string, more: Partial<Gate> = {}): Gate {
  return { on: refOf(key), condition: 'ready', required: true, from: 'depends_on', ...more }
}

export function startStep(key: string, more: Partial<StepOf<'start'>> = {}): StepOf<'start'> {
  return {
    kind: 'start',
    id: `start:${key}`,
    after: [],
    command: ['docker', 'start', key],
    project: refOf(key).stack,
    service: refOf(key),
    wave: 0,
    gates: [],
    check: { kind: 'health' },
    timeoutMs: 60_000,
    retries: 0,
    via: 'engine',
    containers: ['c'],
    expectedMs: null,
    ...more,
  }
}

export function planOf(more: Partial<Plan>): Plan {
  return {
    kind: 'start',
    lab: { name: 'lab', dir: '/lab' },
    environment: null,
    waves: [],
    steps: [],
    unchanged: [],
    spared: [],
    warnings: [],
    expectedMs: null,
    ...more,
  }
}

/** A readiness that is seen at a time, in milliseconds since the run began. */
export function seen(
  key: string,
  atMs: number,
  readiness: Readiness,
  detail: string | null = null,
): RunEvent {
  return {
    type: 'service-changed',
    at: at(atMs),
    service: refOf(key),
    readiness,
    readyBy: null,
    detail,
    container: null,
    elapsedMs: null,
  }
}

/** The story that these events tell. */
export function storyOf(plan: Plan, events: readonly RunEvent[]): Story {
  let view: RunView = applyRunEvent(null, { type: 'run-started', runId: 'r1', at: at(0), plan })
  const moments = new Map<string, readonly RunMoment[]>()
  const stepTimes = new Map<string, StepTimes>()
  for (const event of events) {
    view = applyRunEvent(view, event)
    const atMs = 'at' in event ? Date.parse(event.at) : 0
    if (event.type === 'service-changed') {
      const key = formatServiceRef(event.service)
      const moment = { atMs, readiness: event.readiness, detail: event.detail }
      moments.set(key, [...(moments.get(key) ?? []), moment])
    }
    if (event.type === 'step-started') stepTimes.set(event.step, { startedAtMs: atMs, finishedAtMs: null })
    if (event.type === 'step-finished')
      stepTimes.set(event.step, { startedAtMs: atMs - event.elapsedMs, finishedAtMs: atMs })
  }
  return { view, moments, stepTimes }
}
