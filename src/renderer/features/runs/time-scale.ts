/** A line of the time axis. */
export interface Tick {
  readonly atMs: number
  readonly label: string
}

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

const tickSteps = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * hourMs),
] as const

/** The distance between ticks, in milliseconds, so that at most `mostTicks` fit into a length of time. */
export function chooseTickStep(lengthMs: number, mostTicks: number): number {
  const most = Math.max(mostTicks, 1)
  const found = tickSteps.find((stepMs) => lengthMs / stepMs <= most)
  if (found !== undefined) return found
  const dayMs = 24 * hourMs
  return Math.ceil(lengthMs / most / dayMs) * dayMs
}

/**
 * The length of the axis that shows `untilMs` with some air behind it. It grows in steps, so that a run that goes on does not
 * move everything at each moment.
 */
export function fitDomain(untilMs: number): number {
  const wantedMs = Math.max(untilMs, secondMs) * 1.06
  const stepMs = chooseTickStep(wantedMs, 12)
  return Math.ceil(wantedMs / stepMs) * stepMs
}

/** Ticks from 0 to the end of the axis, at least `leastPx` apart on an axis of `widthPx`. */
export function listTicks(domainMs: number, widthPx: number, leastPx = 72): readonly Tick[] {
  const stepMs = chooseTickStep(domainMs, Math.floor(widthPx / leastPx))
  const count = Math.floor(domainMs / stepMs)
  return Array.from({ length: count + 1 }, (_, index) => ({
    atMs: index * stepMs,
    label: formatTick(index * stepMs, stepMs),
  }))
}

/** `0s`, `2.5s`, `30s`, `1m`, `1m 30s`, `2h 05m`: as short as the distance between ticks allows. */
export function formatTick(atMs: number, stepMs: number): string {
  if (stepMs < secondMs) return `${(atMs / secondMs).toFixed(1)}s`
  if (atMs === 0) return stepMs < minuteMs ? '0s' : '0m'
  const seconds = Math.round(atMs / secondMs)
  const minutes = Math.floor(seconds / 60)
  const two = (value: number) => String(value).padStart(2, '0')
  if (minutes === 0) return `${seconds}s`
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${two(seconds % 60)}s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${two(minutes % 60)}m`
}

/** Where a moment lies on the axis, 0 to 100; what is outside lies at its ends. */
export function percentOf(atMs: number, domainMs: number): number {
  return Math.round(Math.min(Math.max(atMs / domainMs, 0), 1) * 100_000) / 1000
}
