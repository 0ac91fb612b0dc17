import { oc } from '@orpc/contract'
import { z } from 'zod'
import { labSelectionSchema, serviceSelectionSchema } from '../selection.ts'
import { imageUseSchema, outdatedSchema, upstreamDiffSchema } from '../updates.ts'

/** What is newer, what ran when, and what changed upstream. An update itself is a run. */
export const updateProcedures = {
  /** Asks the registries what they have; nothing is pulled. */
  check: oc
    .input(
      labSelectionSchema.extend({
        targets: z.array(z.string()).default([]),
        /** False: what was answered last, however old. */
        asks: z.boolean().default(true),
      }),
    )
    .output(outdatedSchema),
  /** Images that a service ran, newest first. */
  history: oc.input(serviceSelectionSchema).output(z.array(imageUseSchema)),
  /** The stacks that have an `upstream` in `switchyard.yaml`, or one of them, against it. */
  upstream: oc
    .input(labSelectionSchema.extend({ stack: z.string().nullable().default(null) }))
    .output(z.array(upstreamDiffSchema)),
}
