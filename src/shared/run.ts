import { z } from 'zod'
import { leasePartSchema, leasePartStateSchema } from './host.ts'
import { serviceRefSchema } from './lab.ts'
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

export const putBackSchema = z.object({
  service: serviceRefSchema,
  /** Reference and id of the image that it runs again. */
  image: z.string(),
  imageId: z.string(),
  isReady: z.boolean(),
})
export type PutBack = Readonly<z.infer<typeof putBackSchema>>

const at = z.iso.datetime()

/** What changed in a run. One object a line with `--json`; the last one is always `run-finished`. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run-started'),
    runId: z.string(),
    at,
    plan: planSchema,
    /** Name of the schedule that asked for it; none for a person. */
    schedule: z.string().optional(),
  }),
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
  /** The host was changed for a service, or given back. */
  z.object({
    type: z.literal('host-changed'),
    at,
    service: serviceRefSchema,
    part: leasePartSchema,
    state: leasePartStateSchema,
    /** Like `16 GiB`, or why it was left out or could not be done. */
    detail: z.string().nullable(),
    /** Of the change itself; null while it goes on. */
    elapsedMs: z.number().nullable(),
  }),
  /** What a script or a hook printed, a few lines at a time and not more than ten times a second. */
  z.object({
    type: z.literal('step-output'),
    at,
    step: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    /** Without control characters, 4 KiB each at most. */
    lines: z.array(z.string()),
    /** Lines of this step that were left out so far: 2,000 are kept. */
    dropped: z.number().int().nonnegative(),
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
    /** Services that an update has put back as they were, with their image, and whether they are ready again. */
    putBack: z.array(putBackSchema).optional(),
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
  /** Name of the schedule that asked for it; none for a person. */
  schedule: z.string().optional(),
})
export type RunSummary = Readonly<z.infer<typeof runSummarySchema>>
