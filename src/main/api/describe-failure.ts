import { ORPCError } from '@orpc/server'
import { errorCatalogue, SwitchyardError } from '../../shared/errors.ts'

/**
 * The one boundary where errors of the rooms become errors of the contract: code, message, and as data what a door needs
 * (`kind` for the exit code, `problems` with their places). What is not ours is INTERNAL, with its cause kept.
 */
export function describeFailure(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ORPCError) return error as ORPCError<string, unknown>
  if (error instanceof SwitchyardError) {
    const { code, message, problems } = error
    return new ORPCError(code, { message, data: { kind: errorCatalogue[code], problems }, cause: error })
  }
  const message = error instanceof Error ? error.message : String(error)
  const problems = [{ code: 'INTERNAL', message: `Something that should not happen did: ${message}` }]
  return new ORPCError('INTERNAL', {
    message,
    data: { kind: errorCatalogue.INTERNAL, problems },
    cause: error,
  })
}
