import { formatServiceRef } from './format.ts'
import type { LeasePart, LeasePartState } from './host.ts'
import type { ServiceRef } from './lab.ts'
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

/** One part of the host that a run has changed for a service. */
export interface RunHostView {
  readonly service: ServiceRef
  readonly part: LeasePart
  readonly state: LeasePartState
  readonly detail: string | null
  /** Epoch milliseconds; null for what was never changed. */
  readonly changedAtMs: number | null
  readonly restoredAtMs: number | null
}

/** What a script or a hook has printed. */
export interface RunOutput {
  readonly lines: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[]
  /** Lines that were left out, because there were too many. */
  readonly dropped: number
}

/** The whole state of a run, folded from its events: what a page or a terminal draws. */
export interface RunView {
  readonly id: string
  readonly plan: Plan
  /** Name of the schedule that asked for it; none for a person. */
  readonly schedule?: string
  readonly startedAtMs: number
  readonly services: ReadonlyMap<string, RunServiceView>
  readonly steps: ReadonlyMap<
    string,
    {
      readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'skipped'
      readonly elapsedMs: number | null
    }
  >
  /** By service and part of the host, like `ai/sglang swap`. */
  readonly host: ReadonlyMap<string, RunHostView>
  /** By step. */
  readonly output: ReadonlyMap<string, RunOutput>
  readonly notices: readonly string[]
  readonly finished: RunEventOf<'run-finished'> | null
}

/** Folds one event into the view; the first event of a run must be `run-started`. */
export function applyRunEvent(view: RunView | null, event: RunEvent): RunView {
  if (event.type === 'run-started') {
    return {
      id: event.runId,
      plan: event.plan,
      ...(event.schedule === undefined ? {} : { schedule: event.schedule }),
      startedAtMs: Date.parse(event.at),
      services: new Map(),
      steps: new Map(),
      host: new Map(),
      output: new Map(),
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
    case 'host-changed': {
      const key = `${formatServiceRef(event.service)} ${event.part}`
      const known = view.host.get(key)
      const atMs = Date.parse(event.at)
      const part: RunHostView = {
        service: event.service,
        part: event.part,
        state: event.state,
        // What it was changed to stays in sight when it goes back.
        detail: event.detail ?? known?.detail ?? null,
        changedAtMs: known?.changedAtMs ?? (event.state === 'changed' ? atMs : null),
        restoredAtMs: event.state === 'restored' ? atMs : null,
      }
      return { ...view, host: new Map(view.host).set(key, part) }
    }
    case 'step-output': {
      const { step, stream, lines, dropped } = event
      const known = view.output.get(step)?.lines ?? []
      const more = lines.map((text) => ({ stream, text }))
      return { ...view, output: new Map(view.output).set(step, { lines: [...known, ...more], dropped }) }
    }
    case 'notice':
      return { ...view, notices: [...view.notices, event.message] }
    case 'run-finished':
      return { ...view, finished: event }
  }
}
