import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueTimes } from '../../../src/main/schedule/rules/times.ts'
import { formatDue, type ScheduleWhen, weekdays } from '../../../src/shared/schedule-words.ts'

const daily = (at: string): ScheduleWhen => ({ kind: 'weekly', at, days: weekdays })
const cron = (expression: string): ScheduleWhen => ({ kind: 'cron', expression })
const after = (when: ScheduleWhen, zone: string, from: string, count: number) =>
  dueTimes(when, zone)
    .next(Date.parse(from), count)
    .map((atMs) => new Date(atMs).toISOString().replace(':00.000Z', 'Z'))

describe('when a schedule is due', () => {
  it('is the wall clock of its time zone, on its days', () => {
    const when: ScheduleWhen = { kind: 'weekly', at: '08:00', days: ['mon', 'fri'] }
    expect(after(when, 'Europe/Berlin', '2026-11-21T12:00:00Z', 3)).toEqual([
      '2026-11-23T07:00Z',
      '2026-11-27T07:00Z',
      '2026-11-30T07:00Z',
    ])
    expect(after(when, 'Asia/Kathmandu', '2026-11-21T12:00:00Z', 1)).toEqual(['2026-11-23T02:15Z'])
    expect(after({ ...when, days: ['sun'] }, 'UTC', '2026-11-21T12:00:00Z', 1)).toEqual(['2026-11-22T08:00Z'])
  })

  it('is when the clock goes on, where a clock leaves the time out', () => {
    expect(after(daily('02:30'), 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ])
    expect(after(daily('02:30'), 'America/New_York', '2026-03-07T12:00:00Z', 2)).toEqual([
      '2026-03-08T07:00Z',
      '2026-03-09T06:30Z',
    ])
    // Half an hour, and a midnight that is not there.
    expect(after(daily('02:15'), 'Australia/Lord_Howe', '2026-10-02T16:00:00Z', 2)).toEqual([
      '2026-10-03T15:30Z',
      '2026-10-04T15:15Z',
    ])
    expect(after(daily('00:30'), 'America/Sao_Paulo', '2018-11-03T12:00:00Z', 1)).toEqual([
      '2018-11-04T03:00Z',
    ])
  })

  it('is the first time only, where a clock shows the time twice', () => {
    expect(after(daily('02:30'), 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ])
    expect(after(daily('01:30'), 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
      '2026-11-01T05:30Z',
      '2026-11-02T06:30Z',
    ])
  })

  it('may be said by a cron expression, which has five fields and means a day that there is', () => {
    expect(after(cron('30 4 * * sun'), 'UTC', '2026-11-21T12:00:00Z', 2)).toEqual([
      '2026-11-22T04:30Z',
      '2026-11-29T04:30Z',
    ])
    expect(after(cron('0 0 30 2 *'), 'UTC', '2026-11-21T12:00:00Z', 1)).toEqual([])
    expect(() => dueTimes(cron('* * * * * *'), 'UTC')).toThrow('exactly 5 parts')
    expect(() => dueTimes(cron('61 * * * *'), 'UTC')).toThrow('minute')
    expect(() => dueTimes(cron('rm -rf /'), 'UTC')).toThrow()
  })

  it('finds the latest one of a span, and counts those before it', () => {
    const times = dueTimes(daily('08:00'), 'UTC')
    const at = Date.parse
    expect(times.latest(at('2026-11-20T09:00:00Z'), at('2026-11-21T07:59:59Z'))).toBe(null)
    expect(times.latest(at('2026-11-20T09:00:00Z'), at('2026-11-21T08:00:00Z'))).toEqual({
      dueMs: at('2026-11-21T08:00:00Z'),
      earlier: 0,
    })
    expect(times.latest(at('2026-11-20T08:00:00Z'), at('2026-11-23T12:00:00.500Z'))).toEqual({
      dueMs: at('2026-11-23T08:00:00Z'),
      earlier: 2,
    })
    expect(times.latest(at('2026-11-23T08:00:00Z'), at('2026-11-23T08:00:00Z'))).toBe(null)
  })

  it('comes once on each of its days, through 10,000 days in any time zone', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']
    const days = 250
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 8000 }),
        (zone, hour, minute, day) => {
          const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
          const times = dueTimes(daily(at), zone).next(Date.UTC(2010, 0, 1 + day), days)
          const shown = times.map((atMs) => formatDue(atMs, zone))
          expect(new Set(shown.map((text) => text.slice(0, -5))).size).toBeGreaterThan(days - 2)
          for (const [index, atMs] of times.entries()) {
            const sinceMs = atMs - (times[index - 1] ?? atMs - 86_400_000)
            expect(Math.abs(sinceMs - 86_400_000)).toBeLessThanOrEqual(3_600_000)
            // What a clock leaves out comes when it goes on.
            if (!shown[index]?.endsWith(at)) expect(sinceMs).not.toBe(86_400_000)
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})
