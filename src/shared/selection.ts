import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

/** A folder, from the root: what it is relative to, only the door that was asked could know. */
export const folderSchema = z
  .string()
  .max(4096)
  .regex(/^(\/|[A-Za-z]:[\\/])[^\0]*$/, 'an absolute path')

/** Which lab, and through which environment and profiles it is looked at. `dir` is absolute. */
export const labSelectionSchema = z.object({
  dir: folderSchema,
  environment: z.string().nullable().default(null),
  profiles: z.array(z.string()).default([]),
})
export type LabSelection = z.input<typeof labSelectionSchema>

/** One service of a lab. */
export const serviceSelectionSchema = labSelectionSchema.extend({ service: serviceRefSchema })
