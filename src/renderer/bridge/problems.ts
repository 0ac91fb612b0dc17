import { ORPCError } from '@orpc/client'
import type { Problem } from '../../shared/errors.ts'

/** What an operation's error says to a person; never empty. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ORPCError) {
    const told = (error.data as { readonly problems?: unknown } | undefined)?.problems
    if (Array.isArray(told) && told.length > 0 && told.every(isProblem)) return told
    return [{ code: String(error.code), message: error.message }]
  }
  return [{ code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }]
}

/** The core has checked the rest; what a stranger's error carries is not shown as ours. */
function isProblem(value: unknown): value is Problem {
  const { code, message } = (value ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  return typeof code === 'string' && typeof message === 'string'
}
