import { oc } from '@orpc/contract'
import { z } from 'zod'
import { secretFetchSchema, secretProviderSchema, stackVariablesSchema } from '../secrets.ts'
import { labSelectionSchema } from '../selection.ts'

/** Providers of secrets, and the variables of a lab. No answer holds a value. */
export const secretProcedures = {
  secrets: {
    list: oc.input(labSelectionSchema).output(z.array(secretProviderSchema)),
    /** Asks every provider now, without starting anything. Throws RUN_IN_PROGRESS while a run has the lab. */
    fetch: oc.input(labSelectionSchema).output(z.array(secretFetchSchema)),
  },
  variables: {
    list: oc
      .input(labSelectionSchema.extend({ stack: z.string().nullable().default(null) }))
      .output(z.array(stackVariablesSchema)),
  },
}
