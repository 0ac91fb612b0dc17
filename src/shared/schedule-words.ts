import type { RunKind } from './plan.ts'
import { formatDuration, formatList } from './format.ts'
import { runWords } from './run-words.ts'

/** Days of the week as they are written, in their order. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

const dayNames: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** When something is due: at a time on days of the week, or by a cron expression. */
export type ScheduleWhen =
  | { readonly kind: 'weekly'; readonly at: string; readonly days: readonly Weekday[] }
  | { readonly kind: 'cron'; readonly expression: string }

/** Not a switch: which environment is up is decided by a person, who sees what it changes. */
export type ScheduledKind = Exclude<RunKind, 'switch'>

/** What is done then. No targets mean the whole lab; `appsOnly` is the master switch. */
export interface ScheduledAction {
  readonly kind: ScheduledKind
  readonly appsOnly: boolean
  readonly targets: readonly string[]
  /** Of an update: whether it builds, and whether it goes back where a new image does not get ready. Default: both. */
  readonly update?: { readonly build: boolean; readonly putBack: boolean } | undefined
}

/** How late a kind of run is still worth doing, in minutes. */
export const scheduledKinds: Readonly<Record<ScheduledKind, { readonly makeUpMinutes: number }>> = {
  start: { makeUpMinutes: 120 },
  stop: { makeUpMinutes: 30 },
  restart: { makeUpMinutes: 30 },
  down: { makeUpMinutes: 30 },
  update: { makeUpMinutes: 12 * 60 },
  build: { makeUpMinutes: 12 * 60 },
}

/** How long a schedule waits for a run that has the lab, and for an engine that is not there yet. */
export const longestWaitMinutes = 30

/** Words for `--do` and the page: `apps-on`, `apps-off`, and every kind of run. */
export const scheduledActions: readonly string[] = ['apps-on', 'apps-off', ...Object.keys(scheduledKinds)]

/** Null for a word that names nothing. */
export function parseAction(word: string): Pick<ScheduledAction, 'kind' | 'appsOnly'> | null {
  if (word === 'apps-on') return { kind: 'start', appsOnly: true }
  if (word === 'apps-off') return { kind: 'stop', appsOnly: true }
  return Object.hasOwn(scheduledKinds, word) ? { kind: word as ScheduledKind, appsOnly: false } : null
}

/** The word that `parseAction` reads. */
export function actionWord({ kind, appsOnly }: Pick<ScheduledAction, 'kind' | 'appsOnly'>): string {
  if (!appsOnly) return kind
  return kind === 'start' ? 'apps-on' : kind === 'stop' ? 'apps-off' : kind
}

/**
 * Days of `mon-fri`, `sat,sun`, `weekdays`, `weekends` or `daily`; a span may go over the end of the week. Null for
 * anything else.
 */
export function parseDays(text: string): readonly Weekday[] | null {
  const found = new Set<Weekday>()
  for (const part of text.toLowerCase().split(',')) {
    const days = parseDayPart(part.trim())
    if (days === null) return null
    for (const day of days) found.add(day)
  }
  return weekdays.filter((day) => found.has(day))
}

const dayWords: ReadonlyMap<string, readonly Weekday[]> = new Map<string, readonly Weekday[]>([
  ['daily', weekdays],
  ['weekdays', weekdays.slice(0, 5)],
  ['weekends', weekdays.slice(5)],
])

function parseDayPart(part: string): readonly Weekday[] | null {
  const word = dayWords.get(part)
  if (word) return word
  const [from, to, ...more] = part.split('-').map(parseDay)
  if (from === undefined || from === null || to === null || more.length > 0) return null
  if (to === undefined) return [from]
  const first = weekdays.indexOf(from)
  const count = ((weekdays.indexOf(to) - first + 7) % 7) + 1
  return Array.from({ length: count }, (_, index) => weekdays[(first + index) % 7] ?? from)
}

function parseDay(text: string): Weekday | null {
  return weekdays.find((day) => text === day || text === dayNames[day].toLowerCase()) ?? null
}

/** `Every day`, `Weekdays`, `Weekends`, `Sundays`, `Mondays and Fridays`. */
export function formatDays(days: readonly Weekday[]): string {
  const sorted = weekdays.filter((day) => days.includes(day))
  const key = sorted.join()
  if (key === weekdays.join()) return 'Every day'
  if (key === 'mon,tue,wed,thu,fri') return 'Weekdays'
  if (key === 'sat,sun') return 'Weekends'
  return formatList(sorted.map((day) => `${dayNames[day]}s`))
}

/** `Weekdays at 08:00`, or `By cron 0 8 * * 1-5`. */
export function formatWhen(when: ScheduleWhen): string {
  return when.kind === 'cron' ? `By cron ${when.expression}` : `${formatDays(when.days)} at ${when.at}`
}

/** `switch apps on`, `start everything`, `stop data and chat`, `update everything with rollback`. */
export function formatAction({ kind, appsOnly, targets, update }: ScheduledAction): string {
  if (appsOnly && kind === 'start') return 'switch apps on'
  if (appsOnly && kind === 'stop') return 'switch apps off'
  const all = appsOnly ? 'all apps' : 'everything'
  const what = `${runWords[kind].asked.toLowerCase()} ${targets.length === 0 ? all : formatList(targets, 3)}`
  if (kind !== 'update') return what
  const { build = true, putBack = true } = update ?? {}
  return `${what} ${putBack ? 'with' : 'without'} rollback${build ? '' : ', without builds'}`
}

/** `Weekdays at 08:00: switch apps on`. */
export function formatSchedule(schedule: {
  readonly when: ScheduleWhen
  readonly action: ScheduledAction
}): string {
  return `${formatWhen(schedule.when)}: ${formatAction(schedule.action)}`
}

/** What becomes of a time at which nobody was there: `made up for within 2h 00m`. */
export function formatMakeUp(minutes: number): string {
  return minutes === 0
    ? 'left out when missed'
    : `made up for once when missed by ${formatDuration(minutes * 60_000)} at most`
}

/** `Mon 23 Nov 08:00`, in a time zone by its name. */
export function formatDue(epochMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(epochMs)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('weekday')} ${of('day')} ${of('month')} ${of('hour')}:${of('minute')}`
}

/** Said where nothing will be started, because no process stays open. */
export const nobodyKeeps =
  'No Switchyard process is open: nothing will be started. `switchyard autostart enable` keeps one open, `switchyard serve` does until it ends.'

/** What became of a time, in a word, and the state of a service that looks like it. */
export const firingWords = {
  waiting: { word: 'waits', readiness: 'waiting' },
  running: { word: 'running', readiness: 'loading' },
  succeeded: { word: 'done', readiness: 'ready' },
  failed: { word: 'failed', readiness: 'failed' },
  cancelled: { word: 'cancelled', readiness: 'stopped' },
  skipped: { word: 'left out', readiness: 'stopped' },
} as const
