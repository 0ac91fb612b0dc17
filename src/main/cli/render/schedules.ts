import { formatMoment } from '../../../shared/format.ts'
import type { Firing, Schedule, ScheduleList } from '../../../shared/schedule.ts'
import {
  firingWords,
  formatAction,
  formatDue,
  formatMakeUp,
  formatSchedule,
  formatWhen,
  nobodyKeeps,
} from '../../../shared/schedule-words.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Each schedule with its next time, and what became of the latest one. */
export function renderSchedules(
  { schedules, keptBy, notice }: ScheduleList,
  { style, nowMs, allLabs }: { readonly style: Style; readonly nowMs: number; readonly allLabs: boolean },
): Line[] {
  const rows = schedules.map((schedule) => [
    ...(allLabs ? [line(schedule.lab)] : []),
    line(schedule.name, 'strong'),
    line(`${formatWhen(schedule.when)}${schedule.zone === null ? '' : ` (${schedule.zone})`}`),
    line(formatAction(schedule.action)),
    nextCell(schedule),
    lastCell(schedule.firings[0], style, nowMs),
  ])
  const heading = [...(allLabs ? ['LAB'] : []), 'NAME', 'WHEN', 'WHAT', 'NEXT', 'LAST'].map((text) =>
    line(text, 'quiet'),
  )
  return [
    ...(rows.length === 0 ? [line('No schedules yet. `switchyard schedule add` makes one.')] : []),
    ...(rows.length === 0 ? [] : alignColumns([heading, ...rows])),
    ...renderKeeping({ schedules, keptBy, notice }),
  ]
}

/** What comes next, soonest first. */
export function listNext(schedules: readonly Schedule[], count: number) {
  return schedules
    .flatMap(({ lab, dir, name, next, zoneInUse, ...schedule }) =>
      next.map((at) => ({ at, lab, dir, name, what: formatAction(schedule.action), zone: zoneInUse })),
    )
    .sort((one, other) => one.at.localeCompare(other.at))
    .slice(0, count)
}

export function renderNext(
  times: ReturnType<typeof listNext>,
  list: ScheduleList,
  { allLabs }: { readonly allLabs: boolean },
): Line[] {
  if (times.length === 0) return [line('Nothing is due.'), ...renderKeeping(list)]
  const rows = times.map(({ at, lab, name, what, zone }) => [
    line(formatDue(Date.parse(at), zone)),
    ...(allLabs ? [line(lab)] : []),
    line(name, 'strong'),
    line(what),
  ])
  return [...alignColumns(rows), ...renderKeeping(list)]
}

/** What was written, or would be, as a sentence with its next time. */
export function renderAdded(
  schedule: Schedule,
  { keptBy, dryRun }: { readonly keptBy: ScheduleList['keptBy']; readonly dryRun: boolean },
): Line[] {
  const [next] = schedule.next
  const when = next === undefined ? 'paused' : `next ${formatDue(Date.parse(next), schedule.zoneInUse)}`
  return [
    [span(schedule.name, 'strong'), span(`  ${formatSchedule(schedule)}; ${when} (${schedule.zoneInUse}).`)],
    line(`A time is ${formatMakeUp(schedule.makeUpMinutes)}.`, 'quiet'),
    ...(dryRun ? [line('Nothing was changed.')] : []),
    ...(keptBy === 'nobody' && !dryRun ? [line(nobodyKeeps, 'warning')] : []),
  ]
}

export function renderRemoved(name: string): Line[] {
  return [line(`Schedule ${name} is removed.`)]
}

function renderKeeping({ schedules, keptBy, notice }: ScheduleList): Line[] {
  const isWaitedFor = keptBy === 'nobody' && schedules.some(({ isPaused }) => !isPaused)
  return [
    ...(isWaitedFor ? [line(nobodyKeeps, 'warning')] : []),
    ...(notice === null ? [] : [line(notice, 'warning')]),
  ]
}

function nextCell({ next: [next], zoneInUse }: Schedule): Line {
  return next === undefined ? line('paused', 'quiet') : line(formatDue(Date.parse(next), zoneInUse))
}

function lastCell(firing: Firing | undefined, style: Style, nowMs: number): Line {
  if (!firing) return line('')
  const { state, dueAt, text } = firing
  const { word, readiness } = firingWords[state]
  return [
    span(symbolOf(readiness, style), readiness),
    span(` ${word} ${formatMoment(Date.parse(dueAt), nowMs)}`),
    ...(text === null ? [] : [span(`  ${text}`, 'quiet')]),
  ]
}
