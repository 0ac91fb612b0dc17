import type { Place, Problem } from './errors.ts'
import type { ServiceRef } from './lab.ts'
import type { Readiness, ReadyBy } from './readiness.ts'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `2.4s` below ten seconds, then `41s`, `3m 12s`, `5h 45m`, `12d 4h`: two units at most. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < 9950) return `${(ms / secondMs).toFixed(1)}s`
  const seconds = Math.round(ms / secondMs)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m ${twoDigits(seconds % 60)}s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}h ${twoDigits(minutes % 60)}m`
  return `${Math.floor(hours / 24)}d ${hours % 24}h`
}

const durationUnits = { ms: 1, s: secondMs, m: minuteMs, h: hourMs, d: dayMs } as const

/** Milliseconds of `90s`, `1m30s`, `2h 5m` or `500ms`; null when the text is no duration, and for a bare number. */
export function parseDuration(text: string): number | null {
  const compact = text.replaceAll(' ', '')
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(compact)) return null
  let totalMs = 0
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * durationUnits[unit as keyof typeof durationUnits]
  }
  return totalMs
}

/** Time of day, `14:32:08`, in the reader's time zone. */
export function formatClock(epochMs: number): string {
  const date = new Date(epochMs)
  return `${hoursAndMinutes(date)}:${twoDigits(date.getSeconds())}`
}

/** `14:32:08` today, `Wed 23:58` in the week before, `2026-11-03` earlier; in the reader's time zone. */
export function formatMoment(epochMs: number, nowMs: number): string {
  const date = new Date(epochMs)
  const daysAgo = Math.round((startOfDay(nowMs) - startOfDay(epochMs)) / dayMs)
  if (daysAgo === 0) return formatClock(epochMs)
  if (daysAgo > 0 && daysAgo < 7) return `${weekdays[date.getDay()]} ${hoursAndMinutes(date)}`
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

/** `1 service`, `2 services`. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** `a`, `a and b`, `a, b and 3 more`: at most `limit` names are spelled out. */
export function formatList(names: readonly string[], limit = Infinity): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length > limit) return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** An argument array as one line to read and to paste into a POSIX shell. Only for show: nothing is run from it. */
export function formatCommand(command: readonly string[]): string {
  return command.map(quoteArgument).join(' ')
}

function quoteArgument(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

function startOfDay(epochMs: number): number {
  return new Date(epochMs).setHours(0, 0, 0, 0)
}

function hoursAndMinutes(date: Date): string {
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** Memory and disk in powers of 1024, three digits at most: `512 MiB`, `1.5 GiB`, `63.2 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  // What would be shown as 1024 is one of the next.
  while (Math.abs(value) >= 1023.5 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || Math.abs(value) >= 99.95 || Number.isInteger(value) ? 0 : 1
  return `${value.toFixed(digits)}\u00a0${units[unit]}`
}

/** The one textual form of a service in a lab; also the key under which runs and plans keep it. */
export function formatServiceRef(ref: ServiceRef): string {
  return `${ref.stack}/${ref.service}`
}

/** `ready (probed)` is ready before Docker's own health says so. */
export function formatReadiness(readiness: Readiness, readyBy?: ReadyBy | null): string {
  return readiness === 'ready' && readyBy === 'probe' ? 'ready (probed)' : readiness
}

/** `file:line:column`, as editors and terminals link it. */
export function formatPlace(place: Place): string {
  const line = place.line === undefined ? '' : `:${place.line}`
  const column = place.line === undefined || place.column === undefined ? '' : `:${place.column}`
  return `${place.file}${line}${column}`
}

/** `file:line:column: message (hint)`: one clear sentence of what, where, and what to do. */
export function formatProblem(problem: Problem): string {
  const where = problem.place ? `${formatPlace(problem.place)}: ` : ''
  const hint = problem.hint ? ` ${problem.hint}` : ''
  return `${where}${problem.message}${hint}`
}

/** Characters that nobody sees and a terminal or a page obeys: control characters and marks that reorder text. */
export const hiddenCharacters = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
