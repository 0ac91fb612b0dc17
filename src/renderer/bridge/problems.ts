import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { problemSchema, type Problem } from '../../shared/errors.ts'

const failureSchema = z.object({ problems: z.array(problemSchema).nonempty() })

/** What an operation's error says to a person; never empty. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ORPCError) {
    const failure = failureSchema.safeParse(error.data)
    if (failure.success) return failure.data.problems
    return [{ code: String(error.code), message: error.message }]
  }
  return [{ code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }]
}
