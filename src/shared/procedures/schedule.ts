import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  scheduleDefinitionSchema,
  scheduleListSchema,
  scheduleNameSchema,
  scheduleSchema,
} from '../schedule.ts'
import { folderSchema } from '../selection.ts'

const named = z.object({ dir: folderSchema, name: scheduleNameSchema })

/** What is done at set times. Started by a door that stays open. */
export const scheduleProcedures = {
  schedules: {
    /** Null for every lab. */
    list: oc.input(z.object({ dir: folderSchema.nullable() })).output(scheduleListSchema),
    /** Adds one, or changes the one of that name; returns it with its next times. */
    set: oc
      .input(
        z.object({
          dir: folderSchema,
          schedule: scheduleDefinitionSchema,
          /** Whether one of that name must be there already, or must not. */
          mode: z.enum(['add', 'change']),
          /** Only says what would be. */
          dryRun: z.boolean().default(false),
        }),
      )
      .output(scheduleSchema),
    pause: oc.input(named.extend({ isPaused: z.boolean() })).output(scheduleSchema),
    remove: oc.input(named).output(z.object({ removed: z.boolean() })),
    /** Does now what it does at its time; the next time stays. */
    runNow: oc.input(named).output(z.object({ runId: z.string() })),
  },
}
