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

/** How often a watch says that it is alive. A page that hears nothing for `staleAfterMs` shows what it has as stale. */
export const aliveEveryMs = 1000
export const staleAfterMs = 2500

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

/**
 * Folds one event into the state of a lab. Parts that did not change keep their identity, so a page can tell by `===` what to
 * draw again. Null until the first snapshot.
 */
export function applyLabEvent(state: LabSnapshot | null, event: LabEvent): LabSnapshot | null {
  if (event.type === 'snapshot') {
    const { lab, status, engine, runs, problems } = event
    return { lab, status, engine, runs, problems }
  }
  if (!state) return null
  switch (event.type) {
    case 'alive':
      return state
    case 'engine':
      return { ...state, engine: event.engine }
    case 'problems':
      return { ...state, problems: event.problems }
    case 'run': {
      const others = state.runs.filter(({ id }) => id !== event.run.id)
      return { ...state, runs: event.run.finishedAt === null ? [...others, event.run] : others }
    }
    case 'service': {
      if (!state.status) return state
      const stacks = state.status.stacks.map((stack) => {
        if (stack.name !== event.stack) return stack
        const isKnown = stack.services.some(({ name }) => name === event.service.name)
        const services = isKnown
          ? stack.services.map((service) => (service.name === event.service.name ? event.service : service))
          : [...stack.services, event.service]
        return { ...stack, state: event.stackState, services }
      })
      return { ...state, status: { ...state.status, stacks } }
    }
  }
}
