import { formatServiceRef } from './format.ts'
import type { Plan } from './plan.ts'
import type { Readiness, ReadyBy } from './readiness.ts'
import type { RunEvent, RunEventOf } from './run.ts'

export interface RunServiceView {
  readonly readiness: Readiness
  readonly readyBy: ReadyBy | null
  readonly detail: string | null
  readonly container: string | null
  /** Epoch milliseconds of its start; null before. */
  readonly startedAtMs: number | null
  /** From start to ready, done or failed; null before. */
  readonly elapsedMs: number | null
}

/** The whole state of a run, folded from its events: what a page or a terminal draws. */
export interface RunView {
  readonly id: string
  readonly plan: Plan
  readonly startedAtMs: number
  readonly services: ReadonlyMap<string, RunServiceView>
  readonly steps: ReadonlyMap<
    string,
    {
      readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'skipped'
      readonly elapsedMs: number | null
    }
  >
  readonly notices: readonly string[]
  readonly finished: RunEventOf<'run-finished'> | null
}

/** Folds one event into the view; the first event of a run must be `run-started`. */
export function applyRunEvent(view: RunView | null, event: RunEvent): RunView {
  if (event.type === 'run-started') {
    return {
      id: event.runId,
      plan: event.plan,
      startedAtMs: Date.parse(event.at),
      services: new Map(),
      steps: new Map(),
      notices: [],
      finished: null,
    }
  }
  if (!view) throw new Error(`run event ${event.type} came before run-started`)
  switch (event.type) {
    case 'step-started':
      return { ...view, steps: new Map(view.steps).set(event.step, { state: 'running', elapsedMs: null }) }
    case 'step-finished': {
      const step = { state: event.outcome, elapsedMs: event.elapsedMs }
      return { ...view, steps: new Map(view.steps).set(event.step, step) }
    }
    case 'service-changed': {
      const key = formatServiceRef(event.service)
      const settled = ['ready', 'done', 'failed'].includes(event.readiness)
      const service: RunServiceView = {
        readiness: event.readiness,
        readyBy: event.readyBy,
        detail: event.detail,
        container: event.container,
        startedAtMs: event.elapsedMs === null ? null : Date.parse(event.at) - event.elapsedMs,
        elapsedMs: settled ? event.elapsedMs : null,
      }
      return { ...view, services: new Map(view.services).set(key, service) }
    }
    case 'notice':
      return { ...view, notices: [...view.notices, event.message] }
    case 'run-finished':
      return { ...view, finished: event }
  }
}
