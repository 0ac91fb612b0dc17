import { z } from 'zod'
import { problemSchema, SwitchyardError } from '../../shared/errors.ts'
import { formatProblem } from '../../shared/format.ts'

/** As the core throws it behind the contract. */
const carriedSchema = z.object({ data: z.object({ problems: z.array(problemSchema).min(1) }) })

/** Whatever was thrown, as text for the operator: a line for each problem. */
export function describeFailure(error: unknown): string {
  if (error instanceof SwitchyardError) return error.problems.map(formatProblem).join('\n')
  const carried = carriedSchema.safeParse(error)
  if (carried.success) return carried.data.data.problems.map(formatProblem).join('\n')
  return error instanceof Error ? error.message : String(error)
}
