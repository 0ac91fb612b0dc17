import { describe, expect, it } from 'vitest'
import {
  actionWord,
  formatDays,
  formatDue,
  formatMakeUp,
  formatSchedule,
  parseAction,
  parseDays,
  scheduledActions,
} from '../../../src/shared/schedule-words.ts'

describe('words of schedules', () => {
  it.each([
    ['mon-fri', 'Weekdays'],
    ['weekdays', 'Weekdays'],
    ['sat,sun', 'Weekends'],
    ['Daily', 'Every day'],
    ['fri-mon', 'Mondays, Fridays, Saturdays and Sundays'],
    ['wednesday, mon', 'Mondays and Wednesdays'],
    ['sun', 'Sundays'],
    ['sun-sun', 'Sundays'],
  ])('%s are %s', (text, words) => {
    expect(formatDays(parseDays(text) ?? [])).toBe(words)
  })

  it.each(['', 'someday', 'mon-', 'mon-tue-wed', 'mon,,tue', '1-5'])('%j is no days', (text) => {
    expect(parseDays(text)).toBe(null)
  })

  it('say what is done', () => {
    const when = { kind: 'weekly', at: '08:00', days: ['sun'] } as const
    const of = (word: string, targets: readonly string[] = []) => {
      const action = parseAction(word)
      return action && formatSchedule({ when, action: { ...action, targets } })
    }
    expect([of('apps-on'), of('apps-off'), of('restart', ['a', 'b/c']), of('stop'), of('nap')]).toEqual([
      'Sundays at 08:00: switch apps on',
      'Sundays at 08:00: switch apps off',
      'Sundays at 08:00: restart a and b/c',
      'Sundays at 08:00: stop everything',
      null,
    ])
    const update = { when, action: { kind: 'update', appsOnly: false, targets: [] } } as const
    const plain = { ...update.action, update: { build: false, putBack: false } }
    expect([formatSchedule(update), formatSchedule({ when, action: plain })]).toEqual([
      'Sundays at 08:00: update everything with rollback',
      'Sundays at 08:00: update everything without rollback, without builds',
    ])
    const cron = { kind: 'cron', expression: '0 8 * * 1' } as const
    const action = { kind: 'down', appsOnly: true, targets: [] } as const
    expect(formatSchedule({ when: cron, action })).toBe('By cron 0 8 * * 1: take down all apps')
    expect(scheduledActions.map((word) => actionWord(parseAction(word) ?? action))).toEqual(scheduledActions)
  })

  it('name a time in its zone, and what becomes of a missed one', () => {
    const atMs = Date.parse('2026-11-23T07:05:00Z')
    expect([formatDue(atMs, 'Europe/Berlin'), formatDue(atMs, 'America/New_York')]).toEqual([
      'Mon 23 Nov 08:05',
      'Mon 23 Nov 02:05',
    ])
    expect([formatMakeUp(0), formatMakeUp(90)]).toEqual([
      'left out when missed',
      'made up for once when missed by 1h 30m at most',
    ])
  })
})
