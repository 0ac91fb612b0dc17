import type { Happening, HealthRecord } from '../../shared/record.ts'
import { availabilityOf } from './availability.ts'
import { lifeLine } from './life-line.ts'
import type { HealthCheck, Span } from './model.ts'
import { findFailures } from './list-failures.ts'
import { listStarts, type RunStart } from './list-starts.ts'

export interface Remembered {
  /** All that is known of the service, oldest first. */
  readonly happenings: readonly Happening[]
  readonly checks: readonly HealthCheck[]
  /** Without overlaps, oldest first. */
  readonly watched: readonly Span[]
  readonly hasHealthCheck: boolean
  readonly runStarts: readonly RunStart[]
  readonly nowMs: number
}

const dayMs = 86_400_000
const pieces = 48

/** How far back the record of a service is shown. */
export const recordMs = 30 * dayMs

/** The record of a service as it is shown. Pure. */
export function healthRecord(remembered: Remembered): Omit<HealthRecord, 'notice'> {
  const { watched, nowMs, runStarts } = remembered
  const happenings = remembered.happenings.filter(({ atMs }) => atMs <= nowMs)
  const hasHealthCheck = remembered.hasHealthCheck || happenings.some(showsHealth)
  const since = (lengthMs: number): Span => ({ fromMs: nowMs - lengthMs, toMs: nowMs })
  const line = lifeLine(happenings, since(7 * dayMs), hasHealthCheck)
  const starts = listStarts(happenings, runStarts)
  const latest = starts[0] ?? null
  return {
    watchedSinceMs: watched[0]?.fromMs ?? null,
    upSinceMs: latest && isUp(happenings) ? latest.atMs : null,
    starts: starts.filter(({ atMs }) => atMs >= nowMs - recordMs),
    restarts: starts.filter(({ atMs, cause }) => cause === 'restart-policy' && atMs >= nowMs - recordMs)
      .length,
    ...findFailures(happenings, nowMs - recordMs),
    checks: summarizeChecks(remembered.checks),
    availability: {
      day: availabilityOf(line, watched, since(dayMs)),
      week: availabilityOf(line, watched, since(7 * dayMs)),
    },
    day: Array.from({ length: pieces }, (_, index) => {
      const fromMs = nowMs - dayMs + (index * dayMs) / pieces
      const range = { fromMs, toMs: fromMs + dayMs / pieces }
      return { ...range, ...availabilityOf(within(line, range), watched, range) }
    }),
  }
}

function within(line: ReturnType<typeof lifeLine>, { fromMs, toMs }: Span): ReturnType<typeof lifeLine> {
  return line
    .filter((piece) => piece.toMs > fromMs && piece.fromMs < toMs)
    .map((piece) => ({
      ...piece,
      fromMs: Math.max(piece.fromMs, fromMs),
      toMs: Math.min(piece.toMs, toMs),
    }))
}

function showsHealth({ what }: Happening): boolean {
  return (
    what.kind === 'healthy' || what.kind === 'unhealthy' || (what.kind === 'found' && what.health !== null)
  )
}

/** Whether a container of it runs, ready or not. */
function isUp(happenings: readonly Happening[]): boolean {
  const running = new Map<string, boolean>()
  for (const { containerId, what } of happenings) {
    if (what.kind === 'started') running.set(containerId, true)
    if (what.kind === 'exited') running.set(containerId, false)
    if (what.kind === 'found') running.set(containerId, what.isRunning)
  }
  return [...running.values()].includes(true)
}

function summarizeChecks(checks: readonly HealthCheck[]): HealthRecord['checks'] {
  const sorted = checks.toSorted((a, b) => a.atMs - b.atMs)
  const durations = sorted.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
  const latest = sorted.at(-1)
  const longestMs = durations.at(-1)
  if (latest === undefined || longestMs === undefined) return null
  const medianMs = durations[Math.floor((durations.length - 1) / 2)] ?? longestMs
  const { atMs: latestAtMs, durationMs: latestMs } = latest
  return { count: checks.length, latestAtMs, latestMs, medianMs, longestMs }
}
