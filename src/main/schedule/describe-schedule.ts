import { SwitchyardError } from '../../shared/errors.ts'
import type { Firing, Schedule } from '../../shared/schedule.ts'
import { dueTimes, machineZone } from './rules/times.ts'
import type { KeptSchedule } from './schedule-file.ts'

const nextShown = 3

/** A schedule as it is shown. Throws USAGE for a cron expression or a time zone that cannot be used. */
export function describeSchedule(kept: KeptSchedule, firings: readonly Firing[], nowMs: number): Schedule {
  const zoneInUse = kept.zone ?? machineZone()
  const next = timesOf(kept).next(nowMs, nextShown)
  if (next.length === 0)
    throw new SwitchyardError('USAGE', `Schedule ${kept.name} would never be due.`, {
      hint: 'Look at the day and the month of the cron expression.',
    })
  return {
    ...kept,
    zoneInUse,
    next: kept.isPaused ? [] : next.map((atMs) => new Date(atMs).toISOString()),
    firings: [...firings],
  }
}

/** What is wrong with it, as a sentence; null when it can be used. */
export function whyUnusable(kept: KeptSchedule): string | null {
  try {
    timesOf(kept)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function timesOf({ name, when, zone }: KeptSchedule): ReturnType<typeof dueTimes> {
  const zoneInUse = zone ?? machineZone()
  checkZone(name, zoneInUse)
  try {
    return dueTimes(when, zoneInUse)
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/^CronPattern: /, '')
    throw new SwitchyardError('USAGE', `The cron expression of schedule ${name} cannot be used: ${reason}`, {
      hint: 'Give five fields: minute, hour, day of the month, month, day of the week.',
      cause,
    })
  }
}

function checkZone(name: string, zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch (cause) {
    throw new SwitchyardError('USAGE', `Schedule ${name} names a time zone that is not known: ${zone}.`, {
      hint: 'Give one like Europe/Berlin, or none for that of this machine.',
      cause,
    })
  }
}
