import { z } from 'zod'

/**
 * Who made it happen: a run of Switchyard · auto-heal · somebody who asked the engine, with whatever tool · the container's
 * restart policy · nobody: it did so itself.
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
