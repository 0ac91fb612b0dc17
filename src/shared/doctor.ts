import { z } from 'zod'
import { placeSchema } from './errors.ts'

/** What a fix will do, so that it can be judged before it is done. */
export const fixChangesSchema = z.object({
  /** One sentence. */
  summary: z.string(),
  /** The command that does the same; null when it is done with files alone. */
  command: z.array(z.string()).nullable(),
  /** Whole files; `before` is null for one that does not exist yet. */
  files: z.array(z.object({ file: z.string(), before: z.string().nullable(), after: z.string() })),
  /** How to take it back, in one sentence. */
  undo: z.string(),
})
export type FixChanges = Readonly<z.infer<typeof fixChangesSchema>>

/** One finding: what was looked at, how it is, and what to do. */
export const findingSchema = z.object({
  /** The check and what it is about, like `networks:ai`; one of its kind in a report, and the same in the next one. */
  id: z.string(),
  /** Stable name of the check, like `engine`, `ports`, `env-files`. */
  check: z.string(),
  level: z.enum(['ok', 'warning', 'error']),
  message: z.string(),
  /** The stack that it is about, when it is about one. */
  stack: z.string().optional(),
  place: placeSchema.optional(),
  /** What the operator can do, in one sentence. */
  advice: z.string().optional(),
  /** A fix that is safe to do at once; `--fix` does it. */
  fix: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('create-network'), network: z.string() }),
      z.object({ kind: z.literal('copy-file'), from: z.string(), to: z.string() }),
      /** Makes a file readable for its owner only. */
      z.object({ kind: z.literal('restrict-file'), file: z.string() }),
    ])
    .optional(),
  /** There whenever `fix` is. */
  changes: fixChangesSchema.optional(),
})
export type Finding = Readonly<z.infer<typeof findingSchema>>
export type Fix = NonNullable<Finding['fix']>

export const doctorReportSchema = z.object({
  findings: z.array(findingSchema),
  /** Fixes that were carried out, as sentences. */
  fixed: z.array(z.string()),
})
export type DoctorReport = Readonly<z.infer<typeof doctorReportSchema>>
