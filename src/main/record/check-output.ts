import { stripVTControlCharacters } from 'node:util'
import { hiddenCharacters } from '../../shared/format.ts'
import type { ContainerDescription } from '../engine/description.ts'

/** What a health check prints is a sentence most times, and now and then a page. */
const mostCharacters = 2048

/**
 * Text for a page or a terminal: without escape sequences, control characters and marks that reorder text.
 * Pure.
 */
export function cleanOutput(text: string): string {
  const clean = stripVTControlCharacters(text)
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(hiddenCharacters, (each) => (each === '\n' || each === '\t' ? each : ''))
    .trim()
  return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters - 1)}…` : clean
}

/** The engine tells of bad health right after it has noted the check that showed it. */
const notedWithinMs = 1000

/** The check that had failed last when the engine called the container unhealthy. Pure. */
export function findFailedCheck(
  health: ContainerDescription['health'],
  atMs: number,
): ContainerDescription['health'][number] | null {
  const isBefore = ({ at, elapsedMs }: ContainerDescription['health'][number]) =>
    Date.parse(at) + elapsedMs <= atMs + notedWithinMs
  return health.findLast((check) => check.exitCode !== 0 && isBefore(check)) ?? null
}
