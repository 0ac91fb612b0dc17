import { z } from 'zod'

/** A place in a user's file. Lines and columns count from 1. */
export const placeSchema = z.object({
  file: z.string(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
})
export type Place = Readonly<z.infer<typeof placeSchema>>

/**
 * The catalogue of what can go wrong, and what a door makes of it:
 * `usage` is wrong use or a wrong file (exit code 2), `failed` is everything that the world did (exit code 1).
 */
export const errorCatalogue = {
  USAGE: 'usage',
  LAB_NOT_FOUND: 'usage',
  LAB_FILE_INVALID: 'usage',
  COMPOSE_FILE_INVALID: 'usage',
  NAME_UNKNOWN: 'usage',
  CYCLE: 'usage',
  VARIABLE_UNSET: 'usage',
  NETWORK_MISSING: 'usage',
  PORT_CLASH: 'usage',
  SERVICE_CLASH: 'usage',
  ENVIRONMENT_CLASH: 'usage',
  GPU_CLASH: 'usage',
  ALWAYS_ON: 'usage',
  FILE_EXISTS: 'usage',
  ENGINE_UNREACHABLE: 'failed',
  ENGINE_TOO_OLD: 'failed',
  ENGINE_REFUSED: 'failed',
  COMPOSE_MISSING: 'failed',
  COMPOSE_TOO_OLD: 'failed',
  SECRETS_FAILED: 'failed',
  RUN_IN_PROGRESS: 'failed',
  RUN_UNKNOWN: 'usage',
  STATE_UNUSABLE: 'failed',
  FOLDER_UNREADABLE: 'usage',
  SERVICE_NOT_RUNNING: 'failed',
  SHELL_MISSING: 'failed',
  SHELL_UNKNOWN: 'usage',
  SHELL_LIMIT: 'failed',
  HOST_HELPER_MISSING: 'failed',
  HOST_REFUSED: 'failed',
  VOLUME_IN_USE: 'failed',
  BACKUP_FAILED: 'failed',
  BACKUP_BROKEN: 'usage',
  GPU_NOT_UNLOADED: 'failed',
  INTERNAL: 'failed',
} as const

export type ErrorCode = keyof typeof errorCatalogue

/** One thing that is wrong, in one sentence, with where it is and what to do. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  place: placeSchema.optional(),
  hint: z.string().optional(),
})
export type Problem = Readonly<z.infer<typeof problemSchema>> & { readonly code: ErrorCode | (string & {}) }

/** The only error that the rooms throw on purpose: a code from the catalogue and one sentence for the person. */
export class SwitchyardError extends Error {
  readonly code: ErrorCode
  readonly place: Place | undefined
  readonly hint: string | undefined
  /** Everything that was wrong, when more than one thing was; the first one is this error itself. */
  readonly problems: readonly Problem[]

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      readonly place?: Place | undefined
      readonly hint?: string | undefined
      readonly cause?: unknown
      readonly problems?: readonly Problem[] | undefined
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'SwitchyardError'
    this.code = code
    this.place = details.place
    this.hint = details.hint
    this.problems = details.problems ?? [
      {
        code,
        message,
        ...(details.place ? { place: details.place } : {}),
        ...(details.hint ? { hint: details.hint } : {}),
      },
    ]
  }
}

/** One error out of several problems found together. The list must not be empty. */
export function errorFromProblems(problems: readonly Problem[]): SwitchyardError {
  const first = problems[0]
  if (!first) throw new Error('errorFromProblems needs at least one problem')
  const code = first.code in errorCatalogue ? (first.code as ErrorCode) : 'INTERNAL'
  return new SwitchyardError(code, first.message, { place: first.place, hint: first.hint, problems })
}
