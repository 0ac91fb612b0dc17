import { oc } from '@orpc/contract'
import { z } from 'zod'
import { autostartPlanSchema, autostartStatusSchema, autostartWishSchema } from '../autostart.ts'
import { labSelectionSchema } from '../selection.ts'

/** Keeps Switchyard open from login or boot on, by a systemd user unit. Which program it starts is the core's choice. */
export const autostartProcedures = {
  autostart: {
    status: oc.output(autostartStatusSchema),
    /** What `enable` would do. */
    plan: oc.input(autostartWishSchema).output(autostartPlanSchema),
    /** Writes the unit and starts it; the sentences say what was done. */
    enable: oc
      .input(autostartWishSchema)
      .output(z.object({ done: z.array(z.string()), status: autostartStatusSchema })),
    /** Removes all of it; `dryRun` only says what would be removed. */
    disable: oc
      .input(z.object({ dryRun: z.boolean().default(false) }))
      .output(z.object({ done: z.array(z.string()) })),
    /** Starts the lab, unless it was started so since the machine booted: then null. */
    startLab: oc.input(labSelectionSchema).output(z.object({ runId: z.string().nullable() })),
  },
}
