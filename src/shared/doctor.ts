import { z } from 'zod'
import { placeSchema } from './errors.ts'

/** One finding: what was looked at, how it is, and what to do. */
export const findingSchema = z.object({
  /** Stable name of the check, like `engine`, `ports`, `env-files`. */
  check: z.string(),
  level: z.enum(['ok', 'warning', 'error']),
  message: z.string(),
  place: placeSchema.optional(),
  /** What the operator can do, in one sentence. */
  advice: z.string().optional(),
  /** A fix that is safe to do at once; `--fix` does it. */
  fix: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('create-network'), network: z.string() }),
      z.object({ kind: z.literal('copy-file'), from: z.string(), to: z.string() }),
    ])
    .optional(),
})
export type Finding = Readonly<z.infer<typeof findingSchema>>
export type Fix = NonNullable<Finding['fix']>

export const doctorReportSchema = z.object({
  findings: z.array(findingSchema),
  /** Fixes that were carried out, as sentences. */
  fixed: z.array(z.string()),
})
export type DoctorReport = Readonly<z.infer<typeof doctorReportSchema>>
