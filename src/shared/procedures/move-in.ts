import { oc } from '@orpc/contract'
import { z } from 'zod'
import { movePlanSchema, moveStateSchema, splitProposalSchema, splitRequestSchema } from '../move-in.ts'
import { folderSchema } from '../selection.ts'

const sideSchema = z.object({ dir: folderSchema, to: z.enum(['old', 'new']) })

/** From one big Compose file to stacks, and from the old containers to the new ones and back. */
export const moveInProcedures = {
  /** What a split would write, and what Compose says of it. */
  propose: oc.input(splitRequestSchema).output(splitProposalSchema),
  /** Writes every file of the proposal, or none; never over one that exists. */
  write: oc.input(splitRequestSchema).output(splitProposalSchema),
  state: oc.input(z.object({ dir: folderSchema })).output(moveStateSchema),
  /** What switching over (`new`), or going back (`old`), would do. */
  plan: oc.input(sideSchema).output(movePlanSchema),
  /** One of its two runs: stops the other side first, then starts this one. The other side's containers stay. */
  start: oc
    .input(sideSchema.extend({ part: z.enum(['stop', 'start']) }))
    .output(z.object({ runId: z.string() })),
}
