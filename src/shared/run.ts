import { z } from 'zod'
import { formatServiceRef, serviceRefSchema } from './lab.ts'
import { planSchema, runKindSchema } from './plan.ts'
import { readinessSchema, readyBySchema } from './readiness.ts'

export const outcomeSchema = z.enum(['succeeded', 'failed', 'cancelled'])
export type Outcome = z.infer<typeof outcomeSchema>

/** Why a service did not come up, or a step did not end well. */
export const failureSchema = z.object({
  /** Null when a step that serves several services failed. */
  service: serviceRefSchema.nullable(),
  step: z.string().nullable(),
  reason: z.string(),
  exitCode: z.number().int().nullable(),
  /** Last lines of the container's log, or of the command's error output. */
  log: z.array(z.string()),
})
export type Failure = Readonly<z.infer<typeof failureSchema>>

const at = z.iso.datetime()

/** What changed in a run. One object a line with `--json`; the last one is always `run-finished`. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run-started'), runId: z.string(), at, plan: planSchema }),
  z.object({ type: z.literal('step-started'), at, step: z.string() }),
  z.object({
    type: z.literal('step-finished'),
    at,
    step: z.string(),
    outcome: z.enum(['succeeded', 'failed', 'cancelled', 'skipped']),
    elapsedMs: z.number(),
    message: z.string().nullable(),
  }),
  z.object({
    type: z.literal('service-changed'),
    at,
    service: serviceRefSchema,
    readiness: readinessSchema,
    readyBy: readyBySchema.nullable(),
    /** What it waits for or why it failed, in words. */
    detail: z.string().nullable(),
    container: z.string().nullable(),
    /** Since its start, for starting, loading, ready, done and failed; null before. */
    elapsedMs: z.number().nullable(),
  }),
  z.object({ type: z.literal('notice'), at, level: z.enum(['info', 'warning']), message: z.string() }),
  z.object({
    type: z.literal('run-finished'),
    runId: z.string(),
    at,
    outcome: outcomeSchema,
    elapsedMs: z.number(),
    /** True when everything was already as wanted and nothing was done. */
    unchanged: z.boolean(),
    failures: z.array(failureSchema),
    /** What did not run because of a failure or the cancel, by name: nothing is half-done that is not named. */
    notStarted: z.array(serviceRefSchema),
  }),
])
export type RunEvent = Readonly<z.infer<typeof runEventSchema>>
export type RunEventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>

/** One line of the run history. */
export const runSummarySchema = z.object({
  id: z.string(),
  kind: runKindSchema,
  lab: z.object({ name: z.string(), dir: z.string() }),
  startedAt: at,
  finishedAt: at.nullable(),
  outcome: outcomeSchema.nullable(),
  elapsedMs: z.number().nullable(),
})
export type RunSummary = Readonly<z.infer<typeof runSummarySchema>>

export interface RunServiceView {
  readonly readiness: z.infer<typeof readinessSchema>
  readonly readyBy: z.infer<typeof readyBySchema> | null
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
  readonly plan: z.infer<typeof planSchema>
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
