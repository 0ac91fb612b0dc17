import { z } from 'zod'

/** What is to be done next: in a terminal by its command, in the page by opening the folder. */
export const nextStepSchema = z.object({
  /** A sentence without its full stop. */
  text: z.string(),
  /** To be typed as it is; null when there is nothing to type. */
  command: z.string().nullable(),
  /** The lab that this step is about, as an absolute path; null when it is about none. */
  dir: z.string().nullable(),
})
export type NextStep = Readonly<z.infer<typeof nextStepSchema>>

const situationKindSchema = z.enum([
  /** Nothing on this machine looks like a Docker engine. */
  'no-engine',
  'engine-stopped',
  /** A variable or a docker context names an engine that is not there. */
  'engine-elsewhere',
  'no-permission',
  /** The user is in the group, but the session is older than that. */
  'log-in-again',
  /** Everything else that an engine can have: too old, silent, a context or a key that is not there. */
  'engine-trouble',
  'no-compose',
  'old-compose',
  'no-lab',
  /** There are files, and something is wrong with them. */
  'lab-trouble',
  /** Containers of the same project were made from files that are not this lab's. */
  'other-lab',
  'lab-down',
  'lab-partly-up',
  'lab-up',
])
export type SituationKind = z.infer<typeof situationKindSchema>

/** How it stands on this machine, and what to do next, in one screen. */
export const situationSchema = z.object({
  kind: situationKindSchema,
  level: z.enum(['ok', 'warning', 'error']),
  /** One sentence. */
  title: z.string(),
  /** What else is to be known; null for nothing. */
  sentence: z.string().nullable(),
  /** The likeliest one first. */
  steps: z.array(nextStepSchema),
})
export type Situation = Readonly<z.infer<typeof situationSchema>>
