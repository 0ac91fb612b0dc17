import { oc } from '@orpc/contract'
import { z } from 'zod'
import { gpuStateSchema, gpuUnloadedSchema } from '../gpu.ts'
import { labSelectionSchema, serviceSelectionSchema } from '../selection.ts'

/** Who of a lab claims which part of a GPU. */
export const gpuContract = {
  gpu: {
    state: oc
      .input(
        labSelectionSchema.extend({
          /** Looking wakes GPUs that sleep. With `false` nobody looks while no service that claims one runs. */
          wakes: z.boolean().default(true),
        }),
      )
      .output(gpuStateSchema),
    /** Asks a service to give its memory back, as `switchyard.yaml` says it is asked, and looks what became of it. */
    unload: oc.input(serviceSelectionSchema).output(gpuUnloadedSchema),
  },
}
