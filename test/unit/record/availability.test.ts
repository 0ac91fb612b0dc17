import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../src/main/record/availability.ts'
import { lifeLine } from '../../../src/main/record/life-line.ts'
import type { Span } from '../../../src/main/record/model.ts'
import type { Happening } from '../../../src/shared/record.ts'
import { happening, whats } from './support/happenings.ts'

const range = { fromMs: 1000, toMs: 2000 }

/** The states of the line with the time at which each begins. */
function states(happenings: readonly Happening[], hasHealthCheck = false): readonly string[] {
  return lifeLine(happenings, range, hasHealthCheck).map(({ fromMs, state }) => `${fromMs} ${state}`)
}

describe('the line of a life', () => {
  it.each<[string, readonly Happening[], boolean, readonly string[]]>([
    ['is empty of a service that never was', [], false, ['1000 unwanted']],
    ['begins with what was before the range', [happening(10, whats.started)], false, ['1000 ready']],
    [
      'is ready from start to end without a health check',
      [happening(1100, whats.started), happening(1500, whats.stopped)],
      false,
      ['1000 unwanted', '1100 ready', '1500 unwanted'],
    ],
    [
      'waits for the health check where there is one',
      [happening(1100, whats.started), happening(1200, whats.healthy), happening(1300, whats.unhealthy)],
      true,
      ['1000 unwanted', '1100 starting', '1200 ready', '1300 unhealthy'],
    ],
    [
      'is down after an end of its own, until it is started again',
      [happening(0, whats.started), happening(1100, whats.crashed), happening(1200, whats.restarted)],
      false,
      ['1000 ready', '1100 down', '1200 ready'],
    ],
    [
      'is not down after an end that says it is done',
      [happening(0, whats.started), happening(1100, whats.done)],
      false,
      ['1000 ready', '1100 unwanted'],
    ],
    [
      'is no longer down when it is given up',
      [happening(0, whats.started), happening(1100, whats.crashed), happening(1200, whats.dismissed)],
      false,
      ['1000 ready', '1100 down', '1200 unwanted'],
    ],
    [
      'is that of the container that is best off',
      [
        happening(0, whats.started, 'web-1'),
        happening(0, whats.started, 'web-2'),
        happening(1100, whats.crashed, 'web-1'),
        happening(1200, whats.crashed, 'web-2'),
        happening(1300, whats.restarted, 'web-2'),
      ],
      false,
      ['1000 ready', '1200 down', '1300 ready'],
    ],
    [
      'forgets a container that went down when another one is there instead',
      [
        happening(0, whats.started, 'old'),
        happening(1100, whats.crashed, 'old'),
        happening(1200, whats.started, 'new'),
        happening(1300, whats.stopped, 'new'),
      ],
      false,
      ['1000 ready', '1100 down', '1200 ready', '1300 unwanted'],
    ],
    [
      'goes on with how it was found after a gap',
      [
        happening(0, whats.started),
        happening(1500, { kind: 'found', isRunning: false, health: null, startedAtMs: 0 }),
        happening(1700, { kind: 'found', isRunning: true, health: 'unhealthy', startedAtMs: 1600 }),
      ],
      true,
      ['1000 starting', '1500 unwanted', '1700 unhealthy'],
    ],
    [
      'is not changed by a process that was killed for lack of memory',
      [happening(0, whats.started), happening(1500, whats.oomKill)],
      false,
      ['1000 ready'],
    ],
    ['ends with the range', [happening(2500, whats.started)], false, ['1000 unwanted']],
  ])('%s', (_, happenings, hasHealthCheck, expected) => {
    expect(states(happenings, hasHealthCheck)).toEqual(expected)
  })
})

describe('availability', () => {
  const line = lifeLine(
    [
      happening(1000, whats.started),
      happening(1100, whats.healthy),
      happening(1300, whats.unhealthy),
      happening(1400, whats.healthy),
      happening(1600, whats.stopped),
    ],
    range,
    true,
  )
  const of = (...watched: readonly Span[]) => availabilityOf(line, watched, range)

  it('is the ready part of the time in which it was wanted', () => {
    expect(of(range)).toEqual({ share: 400 / 600, readyMs: 400, wantedMs: 600, watchedMs: 1000 })
  })

  it('leaves out what nobody watched, good or bad', () => {
    expect(of({ fromMs: 1050, toMs: 1150 }, { fromMs: 1350, toMs: 1450 })).toEqual({
      share: 100 / 200,
      readyMs: 100,
      wantedMs: 200,
      watchedMs: 200,
    })
  })

  it('is not known of a time in which it was not wanted', () => {
    expect(of({ fromMs: 1700, toMs: 1900 })).toEqual({
      share: null,
      readyMs: 0,
      wantedMs: 0,
      watchedMs: 200,
    })
  })

  it('is not known of a time that nobody watched', () => {
    expect(of()).toEqual({ share: null, readyMs: 0, wantedMs: 0, watchedMs: 0 })
  })

  it('counts only what is within the range', () => {
    expect(availabilityOf(line, [{ fromMs: 0, toMs: 5000 }], { fromMs: 1200, toMs: 1350 })).toEqual({
      share: 100 / 150,
      readyMs: 100,
      wantedMs: 150,
      watchedMs: 150,
    })
  })
})
