import { z } from 'zod'
import { labViewSchema } from './lab.ts'
import { problemSchema } from './errors.ts'
import { runSummarySchema } from './run.ts'
import { rollUpSchema } from './readiness.ts'
import { labStatusSchema, serviceStatusSchema } from './status.ts'

const at = z.iso.datetime()

/** Whether the engine answers. Without it the last status is what was seen last, not what is. */
export const engineStateSchema = z.object({
  connected: z.boolean(),
  /** Where it is: a socket path or an address. */
  address: z.string(),
  /** Version of the engine; null before it has ever answered. */
  version: z.string().nullable(),
  /** Why it does not answer; null while it does. */
  problem: problemSchema.nullable(),
  /** Since when it answers, or does not. */
  since: at,
})
export type EngineState = Readonly<z.infer<typeof engineStateSchema>>

/**
 * What a watched lab says: the whole state first and whenever its files change or events may have been missed, then what
 * changed. Fold it with `applyLabEvent`.
 */
export const labEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    at,
    lab: labViewSchema,
    /** Null when the engine has not answered yet. */
    status: labStatusSchema.nullable(),
    engine: engineStateSchema,
    /** Runs that go on now. */
    runs: z.array(runSummarySchema),
    /** What is wrong with the lab's files; the lab is then the last one that could be read. */
    problems: z.array(problemSchema),
  }),
  z.object({
    type: z.literal('service'),
    at,
    stack: z.string(),
    service: serviceStatusSchema,
    stackState: rollUpSchema,
  }),
  z.object({ type: z.literal('engine'), at, engine: engineStateSchema }),
  /** A run began or ended, in whichever process. */
  z.object({ type: z.literal('run'), at, run: runSummarySchema }),
  /** The lab's files cannot be read any more, or (empty) can be again. */
  z.object({ type: z.literal('problems'), at, problems: z.array(problemSchema) }),
  z.object({ type: z.literal('alive'), at }),
])
export type LabEvent = Readonly<z.infer<typeof labEventSchema>>
export type LabSnapshot = Readonly<Omit<Extract<LabEvent, { type: 'snapshot' }>, 'type' | 'at'>>
