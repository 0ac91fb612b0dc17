import { Cron } from 'croner'
import { type ScheduleWhen, weekdays } from '../../../shared/schedule-words.ts'

/**
 * When a schedule is due. A time that a clock leaves out in spring is due when the clock goes on, and one that comes twice in
 * autumn is due the first time only. All times are epoch milliseconds.
 */
export interface DueTimes {
  /** The next ones after a time, in their order; fewer where there are no more. */
  next(afterMs: number, count: number): readonly number[]
  /** The latest one after `afterMs` and not after `untilMs`, and how many were before it in that span; null for none. */
  latest(afterMs: number, untilMs: number): { readonly dueMs: number; readonly earlier: number } | null
}

/** More than so many are not counted. */
const mostCounted = 99

/** Throws an Error that says what is wrong with a cron expression or the time zone. */
export function dueTimes(when: ScheduleWhen, zone: string): DueTimes {
  const cron = new Cron(cronOf(when), { timezone: zone, mode: '5-part', paused: true })
  const next = (afterMs: number, most: number) =>
    cron.nextRuns(most, new Date(afterMs)).map((date) => date.getTime())
  const count = (afterMs: number, beforeMs: number) => {
    let counted = 0
    for (let atMs = afterMs; counted < mostCounted; counted += 1) {
      const [each = beforeMs] = next(atMs, 1)
      if (each >= beforeMs) break
      atMs = each
    }
    return counted
  }
  return {
    next,
    latest(afterMs, untilMs) {
      // Croner looks at whole seconds, and not at the one that it is given.
      const dueMs = cron.previousRuns(1, new Date(untilMs + 1000))[0]?.getTime()
      if (dueMs === undefined || dueMs <= afterMs || dueMs > untilMs) return null
      return { dueMs, earlier: count(afterMs, dueMs) }
    },
  }
}

/** The name of the time zone that this machine has now. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

function cronOf(when: ScheduleWhen): string {
  if (when.kind === 'cron') return when.expression
  const [hour = 0, minute = 0] = when.at.split(':').map(Number)
  const days = when.days.map((day) => (weekdays.indexOf(day) + 1) % 7)
  return `${minute} ${hour} * * ${days.length === 7 ? '*' : days.toSorted().join(',')}`
}
