import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatCommand,
  formatCount,
  formatDuration,
  formatList,
  formatMoment,
  parseDuration,
} from '../../../src/shared/format.ts'

describe('formatDuration', () => {
  it.each([
    [0, '0.0s'],
    [-5, '0.0s'],
    [2449, '2.4s'],
    [9949, '9.9s'],
    [9950, '10s'],
    [41_000, '41s'],
    [59_499, '59s'],
    [59_500, '1m 00s'],
    [124_000, '2m 04s'],
    [192_000, '3m 12s'],
    [3_599_600, '1h 00m'],
    [20_700_000, '5h 45m'],
    [1_051_200_000, '12d 4h'],
  ])('says %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['2h 5m', 7_500_000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['1d', 86_400_000],
    ['90', null],
    ['', null],
    ['-5s', null],
    ['fast', null],
  ])('reads %j as %j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })
})

describe('times of day and dates', () => {
  const now = new Date(2026, 10, 21, 14, 40, 0).getTime()

  it('says a time of day to the second', () => {
    expect(formatClock(new Date(2026, 10, 21, 4, 3, 9).getTime())).toBe('04:03:09')
  })

  it.each([
    ['today as a time', new Date(2026, 10, 21, 14, 32, 8), '14:32:08'],
    ['yesterday as a weekday', new Date(2026, 10, 20, 23, 58, 1), 'Fri 23:58'],
    ['six days ago as a weekday', new Date(2026, 10, 15, 0, 1, 1), 'Sun 00:01'],
    ['a week ago as a date', new Date(2026, 10, 14, 23, 59, 0), '2026-11-14'],
    ['what is to come as a date', new Date(2026, 10, 22, 0, 0, 0), '2026-11-22'],
  ])('says %s', (_what, date, text) => {
    expect(formatMoment(date.getTime(), now)).toBe(text)
  })
})

describe('words', () => {
  it('counts in the singular and the plural', () => {
    expect([
      formatCount(1, 'service'),
      formatCount(0, 'service'),
      formatCount(2, 'retry', 'retries'),
    ]).toEqual(['1 service', '0 services', '2 retries'])
  })

  it('lists names, and counts those beyond the limit', () => {
    expect(formatList([])).toBe('')
    expect(formatList(['a'])).toBe('a')
    expect(formatList(['a', 'b'])).toBe('a and b')
    expect(formatList(['a', 'b', 'c'])).toBe('a, b and c')
    expect(formatList(['a', 'b', 'c', 'd', 'e'], 2)).toBe('a, b and 3 more')
  })
})

describe('formatCommand', () => {
  it('quotes only what a shell would not take as it is', () => {
    const command = [
      'docker',
      'compose',
      '-f',
      '/home/ai/my lab/a.yml',
      '--env-file=.env',
      '',
      "it's",
      '$(rm -rf /)',
    ]
    expect(formatCommand(command)).toBe(
      String.raw`docker compose -f '/home/ai/my lab/a.yml' --env-file=.env '' 'it'\''s' '$(rm -rf /)'`,
    )
  })
})
