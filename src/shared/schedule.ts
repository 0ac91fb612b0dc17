import { z } from 'zod'
import { runKindSchema } from './plan.ts'
import { weekdays } from './schedule-words.ts'
import { updateOptionsSchema } from './updates.ts'

const at = z.iso.datetime()

export const scheduleNameSchema = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$/, 'a name of letters, digits, - and _, 40 at most')

export const scheduleWhenSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('weekly'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 08:00'),
    days: z.array(z.enum(weekdays)).min(1, 'at least one day').max(7),
  }),
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  z.object({ kind: z.literal('cron'), expression: z.string().trim().min(1).max(200) }),
])

/** What a run is asked for; never what needs an extra word, so that no schedule stops what is always-on. */
export const scheduledActionSchema = z.object({
  kind: runKindSchema.exclude(['switch']),
  appsOnly: z.boolean().default(false),
  targets: z.array(z.string().min(1).max(512)).max(100).default([]),
  /** Only of an update; without it, it builds what the files build, and goes back where a new image does not get ready. */
  update: updateOptionsSchema.omit({ to: true }).optional(),
})

/** A schedule as the operator has written it. Its name is unique in its lab. */
export const scheduleDefinitionSchema = z.object({
  name: scheduleNameSchema,
  when: scheduleWhenSchema,
  /** A time zone by its IANA name; null for the machine's. */
  zone: z.string().min(1).max(64).nullable().default(null),
  action: scheduledActionSchema,
  environment: z.string().nullable().default(null),
  profiles: z.array(z.string()).default([]),
  /** A time that was missed is made up for once when it is this late at most; 0: never. */
  makeUpMinutes: z
    .number()
    .int()
    .min(0)
    .max(7 * 24 * 60),
  isPaused: z.boolean().default(false),
})
export type ScheduleDefinition = Readonly<z.infer<typeof scheduleDefinitionSchema>>

/** What became of a time that a schedule was due. */
export const firingSchema = z.object({
  /** The time that it was due; for one by hand when it was asked for. */
  dueAt: at,
  state: z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled', 'skipped']),
  /** What is to be said besides: why it waits, was left out or failed, or how late it was. Null for nothing. */
  text: z.string().nullable(),
  /** Null when no run began. */
  runId: z.string().nullable(),
})
export type Firing = Readonly<z.infer<typeof firingSchema>>

/** What became of the latest time of a schedule that went well or failed; null when none did yet. */
export interface ScheduleOutcome {
  /** Folder of the lab. */
  readonly dir: string
  /** Name of the lab. */
  readonly lab: string
  readonly name: string
  readonly last: Firing | null
}

/** A schedule as it is shown. */
export const scheduleSchema = scheduleDefinitionSchema.extend({
  dir: z.string(),
  /** Name of the lab. */
  lab: z.string(),
  /** The time zone that holds, by its IANA name. */
  zoneInUse: z.string(),
  /** The next times; none while it is paused. */
  next: z.array(at),
  /** Latest first. */
  firings: z.array(firingSchema),
})
export type Schedule = Readonly<z.infer<typeof scheduleSchema>>

export const scheduleListSchema = z.object({
  schedules: z.array(scheduleSchema),
  /** Which process starts what is due: this one, another one, or none. */
  keptBy: z.enum(['this', 'another', 'nobody']),
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice: z.string().nullable(),
})
export type ScheduleList = Readonly<z.infer<typeof scheduleListSchema>>
