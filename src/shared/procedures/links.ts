import { oc } from '@orpc/contract'
import { z } from 'zod'
import { labLinkSchema, linkCheckSchema, networkAddressesSchema } from '../links.ts'
import { labSelectionSchema } from '../selection.ts'

/** Where the services of a lab are reached. */
export const linkProcedures = {
  links: {
    list: oc
      .input(labSelectionSchema.extend({ targets: z.array(z.string().max(200)).default([]) }))
      .output(z.array(labLinkSchema)),
    /** Tries links of the lab, by id (null: all); only addresses that its files or ports name, and only when asked. */
    check: oc
      .input(labSelectionSchema.extend({ ids: z.array(z.string()).nullable().default(null) }))
      .output(z.array(linkCheckSchema)),
    /** How services reach each other inside of their networks. */
    addresses: oc
      .input(labSelectionSchema.extend({ targets: z.array(z.string().max(200)).default([]) }))
      .output(z.array(networkAddressesSchema)),
  },
}
