import { z } from 'zod'
import { errorCatalogue, problemSchema, SwitchyardError, type Problem } from '../../shared/errors.ts'

/** What a door needs to know of anything that was thrown. */
export interface ErrorDescription {
  /** `usage` is exit code 2, `failed` is 1. */
  readonly kind: 'usage' | 'failed'
  readonly problems: readonly Problem[]
}

/** The one place where whatever was thrown, here or behind the contract, becomes problems for the person. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof SwitchyardError) return { kind: errorCatalogue[error.code], problems: error.problems }
  const carried = carriedSchema.safeParse(error)
  if (carried.success) return carried.data.data
  const invalid = invalidInputSchema.safeParse(error)
  if (invalid.success) return { kind: 'usage', problems: invalid.data.data.issues.map(problemOfIssue) }
  const message = error instanceof Error ? error.message : String(error)
  return {
    kind: 'failed',
    problems: [{ code: 'INTERNAL', message: message || 'Something failed without saying why.' }],
  }
}

/** An ORPCError as `src/main/api` throws it; matched by shape, because the class differs across transports. */
const carriedSchema = z.object({
  data: z.object({ kind: z.enum(['usage', 'failed']), problems: z.array(problemSchema).min(1) }),
})

/** What oRPC itself throws when the input does not fit the contract. */
const invalidInputSchema = z.object({
  code: z.literal('BAD_REQUEST'),
  data: z.object({
    issues: z.array(z.object({ message: z.string(), path: z.array(z.unknown()).optional() })).min(1),
  }),
})

function problemOfIssue(issue: {
  readonly message: string
  readonly path?: readonly unknown[] | undefined
}): Problem {
  const where = issue.path?.length ? `${issue.path.join('.')}: ` : ''
  return { code: 'USAGE', message: `${where}${issue.message}` }
}
