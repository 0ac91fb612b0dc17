import { oc } from '@orpc/contract'
import { gpuStateSchema, gpuUnloadedSchema } from '../gpu.ts'
import { labSelectionSchema, serviceSelectionSchema } from '../selection.ts'

/** Who of a lab claims which part of a GPU. */
export const gpuContract = {
  gpu: {
    /** Looks now; a GPU that sleeps is woken by that. */
    state: oc.input(labSelectionSchema).output(gpuStateSchema),
    /** Asks a service to give its memory back, as `switchyard.yaml` says it is asked, and looks what became of it. */
    unload: oc.input(serviceSelectionSchema).output(gpuUnloadedSchema),
  },
}
