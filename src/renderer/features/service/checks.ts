import type { ServiceDetail } from '../../../shared/detail.ts'
import { formatCommand, formatDuration } from '../../../shared/format.ts'

/** One of Docker's checks, in words. */
export interface Check {
  readonly atMs: number
  readonly isGood: boolean
  /** `passed in 42ms`, `exit 1 after 5.0s`. */
  readonly words: string
  /** What the command printed, trimmed; empty for nothing. */
  readonly output: string
}

/** Docker's latest checks, newest first. */
export function describeChecks(health: ServiceDetail['health']): readonly Check[] {
  return health
    .map(({ at, exitCode, output, elapsedMs }) => ({
      atMs: Date.parse(at),
      isGood: exitCode === 0,
      words: exitCode === 0 ? `passed in ${short(elapsedMs)}` : `exit ${exitCode} after ${short(elapsedMs)}`,
      output: output.trim(),
    }))
    .toReversed()
}

/** A health command as it would be typed; Docker's words for how it is run are left out. */
export function describeHealthCommand([first = '', ...rest]: readonly string[]): string {
  if (first === 'CMD-SHELL') return rest.join(' ')
  return formatCommand(first === 'CMD' ? rest : [first, ...rest])
}

/** The latest starts as bars, newest first; `share` is of the longest. */
export function describeStarts(
  starts: ServiceDetail['starts'],
): readonly { readonly atMs: number; readonly words: string; readonly share: number }[] {
  const longestMs = Math.max(...starts.map(({ elapsedMs }) => elapsedMs), 1)
  return starts.slice(0, shownStarts).map(({ at, elapsedMs }) => ({
    atMs: Date.parse(at),
    words: formatDuration(elapsedMs),
    share: elapsedMs / longestMs,
  }))
}

const shownStarts = 6

/** Checks often take less than a tenth of a second. */
function short(elapsedMs: number): string {
  return elapsedMs < 995 ? `${Math.round(elapsedMs)}ms` : formatDuration(elapsedMs)
}
