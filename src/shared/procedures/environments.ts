import { oc } from '@orpc/contract'
import { environmentTableSchema } from '../environments.ts'
import { labSelectionSchema } from '../selection.ts'

/** Named sets of layers and env files. What changes over from one to another is a run of the kind `switch`. */
export const environmentContract = {
  environments: {
    /** Every environment of a lab beside each other, and which of them runs; the selection's own is not looked at. */
    table: oc.input(labSelectionSchema).output(environmentTableSchema),
  },
}
