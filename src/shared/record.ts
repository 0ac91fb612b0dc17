import { z } from 'zod'

/**
 * Who made it happen: a run of Switchyard · auto-heal · somebody who asked the engine, with whatever tool ·
 * the container's restart policy · nobody: it did so itself.
 */
export const causeSchema = z.enum(['run', 'heal', 'operator', 'restart-policy', 'itself'])
export type Cause = z.infer<typeof causeSchema>

const whatSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), cause: causeSchema }),
  /** Its health check succeeded for the first time, or again. */
  z.object({ kind: z.literal('healthy'), sinceStartMs: z.number().nullable() }),
  /** What the health check printed and how long it took, as far as the engine kept it. */
  z.object({
    kind: z.literal('unhealthy'),
    output: z.string().nullable(),
    durationMs: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('exited'),
    cause: causeSchema,
    exitCode: z.number().int(),
    /** Its main process was killed for lack of memory. */
    isOutOfMemory: z.boolean(),
  }),
  /** It was down by itself, and was stopped or removed then: nobody wants it up any more. */
  z.object({ kind: z.literal('dismissed'), cause: causeSchema }),
  /** A process in it was killed for lack of memory; the container may live on. */
  z.object({ kind: z.literal('oom-kill') }),
  /** Told before the restart, so that what the engine tells of it is known as auto-heal's doing. */
  z.object({ kind: z.literal('healed'), reason: z.string() }),
  /** No event: how it was found after a time in which nobody had followed the engine. */
  z.object({
    kind: z.literal('found'),
    isRunning: z.boolean(),
    /** Null without a health check, and while it does not run. */
    health: z.enum(['starting', 'healthy', 'unhealthy']).nullable(),
    /** Of its latest start; null before there was one. */
    startedAtMs: z.number().nullable(),
  }),
])

/** What happened to a container of a service, as the engine told it. */
export const happeningSchema = z.object({
  /** Epoch milliseconds of the engine's clock, with fractions. */
  atMs: z.number(),
  /** Compose project and service. */
  project: z.string(),
  service: z.string(),
  containerId: z.string(),
  container: z.string(),
  what: whatSchema,
})
export type Happening = Readonly<z.infer<typeof happeningSchema>>
export type HappeningOf<Kind extends Happening['what']['kind']> = Happening & {
  readonly what: Extract<Happening['what'], { kind: Kind }>
}

const availabilitySchema = z.object({
  /**
   * Of the time in which it was watched and wanted up, the part in which it was ready, 0 to 1; null when
   * there was none.
   */
  share: z.number().nullable(),
  readyMs: z.number(),
  wantedMs: z.number(),
  watchedMs: z.number(),
})
export type Availability = Readonly<z.infer<typeof availabilitySchema>>

/** What is remembered of a service, over 30 days where nothing else is said. */
export const healthRecordSchema = z.object({
  /** Since when it was watched, with or without gaps; null for never. */
  watchedSinceMs: z.number().nullable(),
  /** Of its latest start, while it runs. */
  upSinceMs: z.number().nullable(),
  /** Newest first. */
  starts: z.array(
    z.object({
      atMs: z.number(),
      container: z.string(),
      /** Null for one that nobody has seen. */
      cause: causeSchema.nullable(),
      /** Until it was ready or healthy; null without a check, and when it never was. */
      readyAfterMs: z.number().nullable(),
      /** The run that it belongs to, as far as that is known. */
      runId: z.string().nullable(),
    }),
  ),
  /** By its restart policy. */
  restarts: z.number().int(),
  /** What went wrong by itself, newest first. */
  failures: z.array(
    z.object({
      kind: z.enum(['unhealthy', 'exited', 'oom-kill']),
      atMs: z.number(),
      /** When it was well, or started, again; null when it was not, and for what does not last. */
      untilMs: z.number().nullable(),
      exitCode: z.number().int().nullable(),
      isOutOfMemory: z.boolean(),
      /** What the health check printed, without control characters. */
      output: z.string().nullable(),
      /** Of the health check. */
      durationMs: z.number().nullable(),
    }),
  ),
  /** How many failures are not in the list. */
  failuresLeftOut: z.number().int(),
  /** How long the health checks took that were seen; null for none. */
  checks: z
    .object({
      count: z.number().int(),
      /** When the latest of them began. */
      latestAtMs: z.number(),
      latestMs: z.number(),
      medianMs: z.number(),
      longestMs: z.number(),
    })
    .nullable(),
  availability: z.object({ day: availabilitySchema, week: availabilitySchema }),
  /** The last 24 hours in pieces of equal length, oldest first. */
  day: z.array(availabilitySchema.extend({ fromMs: z.number(), toMs: z.number() })),
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice: z.string().nullable(),
})
export type HealthRecord = Readonly<z.infer<typeof healthRecordSchema>>

/** Something that stands on a time line. */
export const markSchema = z.object({
  atMs: z.number(),
  /** For what lasts: its end; null for what does not, and while it goes on. */
  untilMs: z.number().nullable(),
  kind: z.enum([
    'started',
    'healthy',
    'unhealthy',
    'exited',
    'stopped',
    'oom-kill',
    'healed',
    'run',
    'lease',
  ]),
  /** What it states; `plain`: nothing good or bad. */
  tone: z.enum(['failed', 'warning', 'ready', 'plain']),
  /** A short sentence, without a full stop. */
  text: z.string(),
  stack: z.string().nullable(),
  service: z.string().nullable(),
  runId: z.string().nullable(),
})
export type Mark = Readonly<z.infer<typeof markSchema>>

export const marksAnswerSchema = z.object({
  /** Oldest first. */
  marks: z.array(markSchema),
  /** Of too many, how many are not told: the least important ones. */
  leftOut: z.number().int(),
  notice: z.string().nullable(),
})
export type MarksAnswer = Readonly<z.infer<typeof marksAnswerSchema>>
