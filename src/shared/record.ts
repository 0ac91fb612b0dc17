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
  /** A process in it was killed for lack of memory; the container may live on. */
  z.object({ kind: z.literal('oom-kill') }),
  z.object({ kind: z.literal('healed'), reason: z.string() }),
])

/** What happened to a container of a service, as the engine told it. */
export const happeningSchema = z.object({
  atMs: z.number(),
  /** Compose project and service. */
  project: z.string(),
  service: z.string(),
  containerId: z.string(),
  container: z.string(),
  what: whatSchema,
})
export type Happening = Readonly<z.infer<typeof happeningSchema>>
