import { oc } from '@orpc/contract'
import { z } from 'zod'
import { attachedCommandSchema, execRequestSchema, foundSchema, oneOffRequestSchema } from '../finding.ts'
import { serviceRefSchema } from '../lab.ts'
import { labSelectionSchema } from '../selection.ts'

/** Services by name, pattern, label or port, and commands in their containers. */
export const findingProcedures = {
  finding: {
    /** Looks everywhere: in the lab, among other containers, and for a port among the programs of this machine. */
    search: oc.input(labSelectionSchema.extend({ text: z.string().min(1).max(200) })).output(foundSchema),
    /** Targets in full: stacks by name, services as `stack/service`. */
    targets: oc
      .input(labSelectionSchema.extend({ targets: z.array(z.string().max(200)) }))
      .output(z.object({ targets: z.array(z.string()) })),
    /** The one service that a target names. */
    service: oc
      .input(labSelectionSchema.extend({ target: z.string().max(200) }))
      .output(z.object({ ref: serviceRefSchema })),
    exec: oc.input(labSelectionSchema.extend(execRequestSchema.shape)).output(attachedCommandSchema),
    oneOff: oc
      .input(labSelectionSchema.extend(oneOffRequestSchema.shape))
      .output(
        attachedCommandSchema.extend({ /** Targets that it depends on. */ needs: z.array(z.string()) }),
      ),
  },
}
