import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type Watched } from '../../../src/main/schedule/rules/decide.ts'
import type { ScheduleDefinition } from '../../../src/shared/schedule.ts'
import { weekdays } from '../../../src/shared/schedule-words.ts'
import { definition } from './support/definition.ts'

const at = Date.parse
const hourMs = 3_600_000

function watched(
  name: string,
  time: string,
  handled: string,
  more: Parameters<typeof definition>[0] = {},
): Watched {
  const when: ScheduleDefinition['when'] = { kind: 'weekly', at: time, days: [...weekdays] }
  return { dir: '/lab', schedule: definition({ name, when, ...more }), handledMs: at(handled) }
}
const told = (all: readonly Watched[], now: string) =>
  decide(all, at(now), 'UTC').map((each) =>
    each.type === 'begin-anew'
      ? [each.of.schedule.name, each.type]
      : [each.of.schedule.name, each.type, new Date(each.dueMs).toISOString().slice(5, 16), each.text],
  )

describe('what is to be done at a time', () => {
  const stop: ScheduleDefinition['action'] = { kind: 'stop', appsOnly: true, targets: [] }

  it('is what has become due since it was seen to, once', () => {
    const morning = watched('morning', '08:00', '2026-11-20T08:00:00Z')
    expect(told([morning], '2026-11-21T07:59:59Z')).toEqual([])
    expect(told([morning], '2026-11-21T08:00:00Z')).toEqual([['morning', 'run', '11-21T08:00', null]])
    expect(told([morning], '2026-11-21T08:01:59Z')).toEqual([['morning', 'run', '11-21T08:00', null]])
    expect(told([{ ...morning, handledMs: at('2026-11-21T08:00:00Z') }], '2026-11-21T08:01:59Z')).toEqual([])
    const paused = watched('morning', '08:00', '2026-11-20T08:00:00Z', { isPaused: true })
    expect(told([paused], '2026-11-21T08:00:00Z')).toEqual([])
  })

  it('makes up for the latest time that was missed, when it is not too late', () => {
    const morning = watched('morning', '08:00', '2026-11-18T08:00:00Z', { makeUpMinutes: 120 })
    expect(told([morning], '2026-11-21T10:00:00Z')).toEqual([
      ['morning', 'run', '11-21T08:00', '2h 00m late, and 2 earlier times missed'],
    ])
    expect(told([morning], '2026-11-21T10:00:01Z')).toEqual([
      [
        'morning',
        'skip',
        '11-21T08:00',
        'missed: nobody was there, and it is 2h 00m late, and 2 earlier times missed; it is made up for by 2h 00m at most',
      ],
    ])
    const never = watched('morning', '08:00', '2026-11-20T08:00:00Z', { makeUpMinutes: 0 })
    expect(told([never], '2026-11-21T08:03:00Z')).toEqual([
      [
        'morning',
        'skip',
        '11-21T08:00',
        'missed: nobody was there, and it is 3m 00s late; what was missed is left out',
      ],
    ])
  })

  it('leaves out what was missed when the lab was to be otherwise later on', () => {
    const night = watched('night', '07:00', '2026-11-20T12:00:00Z', { action: stop, makeUpMinutes: 600 })
    const morning = watched('morning', '08:00', '2026-11-20T12:00:00Z', { makeUpMinutes: 600 })
    const other = { ...night, dir: '/other' }
    expect(told([morning, night, other], '2026-11-21T08:00:00Z')).toEqual([
      ['night', 'skip', '11-21T07:00', 'missed, and morning came later and counts'],
      ['night', 'run', '11-21T07:00', '1h 00m late'],
      ['morning', 'run', '11-21T08:00', null],
    ])
    const part = (name: string, time: string, targets: string[]) =>
      watched(name, time, '2026-11-20T12:00:00Z', {
        action: { kind: 'stop', appsOnly: false, targets },
        makeUpMinutes: 600,
      })
    expect(
      told(
        [part('a', '06:00', ['data/db']), part('b', '06:30', ['chat']), part('c', '07:00', ['data'])],
        '2026-11-21T08:00:00Z',
      ).map(([name, type]) => [name, type]),
    ).toEqual([
      ['a', 'skip'],
      ['b', 'run'],
      ['c', 'run'],
    ])
  })

  it('does nothing twice when the clock is set back a little, and begins anew when it was far in the future', () => {
    const morning = watched('morning', '08:00', '2026-11-21T08:00:00Z')
    expect(told([morning], '2026-11-21T06:00:00Z')).toEqual([])
    expect(told([morning], '2026-11-21T08:00:30Z')).toEqual([])
    expect(told([watched('morning', '08:00', '2030-01-01T08:00:00Z')], '2026-11-21T08:00:00Z')).toEqual([
      ['morning', 'begin-anew'],
    ])
  })

  it('runs each time at most once, through 10,000 days with a clock that stands, jumps and is set back', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1000, max: 30_000 }) },
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 * hourMs }) },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 1000 * hourMs }) },
        { weight: 1, arbitrary: fc.integer({ min: -20 * hourMs, max: 0 }) },
      ),
      { minLength: 100, maxLength: 200 },
    )
    let simulatedMs = 0
    fc.assert(
      fc.property(steps, (jumps) => {
        let each = watched('morning', '02:30', '2026-01-01T00:00:00Z', { zone: 'Europe/Berlin' })
        let nowMs = each.handledMs
        const seen = new Set<number>()
        for (const jumpMs of jumps) {
          nowMs += jumpMs
          simulatedMs += Math.abs(jumpMs)
          for (const decision of decide([each], nowMs, 'UTC')) {
            if (decision.type === 'begin-anew') {
              // What it had seen to lies more than a day in the future now.
              each = { ...each, handledMs: nowMs }
              seen.clear()
              continue
            }
            expect(seen.has(decision.dueMs)).toBe(false)
            seen.add(decision.dueMs)
            expect(decision.dueMs).toBeLessThanOrEqual(nowMs)
            if (decision.type === 'run') expect(nowMs - decision.dueMs).toBeLessThanOrEqual(2 * hourMs)
            each = { ...each, handledMs: decision.dueMs }
          }
        }
      }),
      { numRuns: 30 },
    )
    expect(simulatedMs).toBeGreaterThan(10_000 * 24 * hourMs)
  })
})
