import { describe, expect, it } from 'vitest'
import { definitionOf, draftOf, parseTime } from '../../../../src/renderer/features/schedules/draft.ts'

const lab = { environment: null, profiles: [], isPaused: false }

describe('the form of a schedule', () => {
  it('reads a time of 24 hours, and nothing else', () => {
    expect(['8:05', ' 08:05 ', '23:59', '24:00', '8:5', '08:00 PM', ''].map(parseTime)).toEqual([
      '08:05',
      '08:05',
      '23:59',
      null,
      null,
      null,
      null,
    ])
  })

  it('means nothing before its time is one', () => {
    const draft = { ...draftOf(null), name: 'morning' }
    expect(definitionOf({ ...draft, at: '8:3' }, lab)).toBe(null)
    expect(definitionOf({ ...draft, at: '7:30' }, lab)?.when).toEqual({
      kind: 'weekly',
      at: '07:30',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    })
  })
})
