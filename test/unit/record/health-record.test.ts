import { describe, expect, it } from 'vitest'
import { healthRecord, type Remembered } from '../../../src/main/record/health-record.ts'
import { findFailures } from '../../../src/main/record/list-failures.ts'
import { listStarts } from '../../../src/main/record/list-starts.ts'
import { mergeSpans } from '../../../src/main/record/spans.ts'
import { happening, whats } from './support/happenings.ts'

describe('starts', () => {
  it('come newest first, each with the time until its health check succeeded in the same life', () => {
    const starts = listStarts(
      [
        happening(1000, whats.started),
        happening(4000, whats.healthy),
        happening(5000, whats.crashed),
        happening(5100, whats.restarted),
        happening(6000, whats.crashed),
        happening(6100, whats.restarted),
        happening(6200, whats.healthy),
      ],
      [],
    )
    expect(starts.map(({ atMs, cause, readyAfterMs }) => [atMs, cause, readyAfterMs])).toEqual([
      [6100, 'restart-policy', 100],
      [5100, 'restart-policy', null],
      [1000, 'operator', 3000],
    ])
  })

  it('of a run are known by it, with the time that it has measured', () => {
    const starts = listStarts(
      [happening(1500, whats.startedByRun), happening(3000, whats.healthy), happening(9000, whats.started)],
      [{ runId: 'run-1', fromMs: 1000, toMs: 2500, elapsedMs: 800 }],
    )
    expect(starts).toEqual([
      { atMs: 9000, container: 'web-1', cause: 'operator', readyAfterMs: null, runId: null },
      { atMs: 1500, container: 'web-1', cause: 'run', readyAfterMs: 800, runId: 'run-1' },
    ])
  })

  it('that nobody has seen are there when their container was found, once', () => {
    const found = (atMs: number, startedAtMs: number) =>
      happening(atMs, { kind: 'found', isRunning: true, health: null, startedAtMs })
    const starts = listStarts(
      [happening(1000, whats.started), found(20_000, 999), found(90_000, 60_000), found(99_000, 60_000)],
      [],
    )
    expect(starts.map(({ atMs, cause }) => [atMs, cause])).toEqual([
      [60_000, null],
      [1000, 'operator'],
    ])
  })
})

describe('failures', () => {
  const brief = (...happenings: Parameters<typeof findFailures>[0]) =>
    findFailures(happenings, 0).failures.map(({ kind, atMs, untilMs, exitCode }) => [
      kind,
      atMs,
      untilMs,
      exitCode,
    ])

  it('are bad health and ends of its own, until it was well or started again', () => {
    expect(
      brief(
        happening(1000, whats.started),
        happening(2000, whats.unhealthy),
        happening(2500, whats.healthy),
        happening(3000, whats.crashed),
        happening(3100, whats.restarted),
        happening(4000, whats.unhealthy),
      ),
    ).toEqual([
      ['unhealthy', 4000, null, null],
      ['exited', 3000, 3100, 1],
      ['unhealthy', 2000, 2500, null],
    ])
  })

  it('are no ends that were asked for, and none with exit code 0', () => {
    expect(brief(happening(1, whats.stopped), happening(2, whats.done))).toEqual([])
  })

  it('for lack of memory count once when that has ended the container', () => {
    const killed = { kind: 'exited', cause: 'itself', exitCode: 137, isOutOfMemory: true } as const
    expect(
      brief(happening(1, whats.oomKill), happening(100, killed), happening(90_000, whats.oomKill)),
    ).toEqual([
      ['oom-kill', 90_000, null, null],
      ['exited', 100, null, 137],
    ])
  })

  it('of too many are the latest, with the number of the others', () => {
    const many = Array.from({ length: 130 }, (_, index) => happening(index, whats.crashed))
    const { failures, failuresLeftOut } = findFailures(many, 0)
    expect([failures.length, failures[0]?.atMs, failuresLeftOut]).toEqual([100, 129, 30])
  })
})

describe('the record of a service', () => {
  const hourMs = 3_600_000
  const nowMs = 1000 * hourMs
  const remembered: Remembered = {
    happenings: [
      happening(nowMs - 100 * hourMs, whats.started),
      happening(nowMs - 12 * hourMs, whats.crashed),
      happening(nowMs - 6 * hourMs, whats.restarted),
    ],
    checks: [40, 10, 30, 20].map((durationMs, index) => ({
      containerId: 'web-1',
      atMs: nowMs - index,
      durationMs,
      exitCode: 0,
    })),
    watched: [{ fromMs: nowMs - 18 * hourMs, toMs: nowMs }],
    hasHealthCheck: false,
    runStarts: [],
    nowMs,
  }

  it('says how it was, of the time that somebody watched', () => {
    const { availability, upSinceMs, watchedSinceMs, restarts, checks, day } = healthRecord(remembered)
    const share = { share: 12 / 18, readyMs: 12 * hourMs, wantedMs: 18 * hourMs, watchedMs: 18 * hourMs }
    expect({ availability, upSinceMs, watchedSinceMs, restarts, checks }).toEqual({
      availability: { day: share, week: share },
      upSinceMs: nowMs - 6 * hourMs,
      watchedSinceMs: nowMs - 18 * hourMs,
      restarts: 1,
      checks: { count: 4, latestAtMs: nowMs, latestMs: 40, medianMs: 20, longestMs: 40 },
    })
    expect(day.map((piece) => piece.share)).toEqual([
      ...Array.from({ length: 12 }, () => null),
      ...Array.from({ length: 12 }, () => 1),
      ...Array.from({ length: 12 }, () => 0),
      ...Array.from({ length: 12 }, () => 1),
    ])
  })

  it('of a service that never was is empty', () => {
    const { starts, failures, availability, upSinceMs, checks, watchedSinceMs } = healthRecord({
      ...remembered,
      happenings: [],
      checks: [],
      watched: [],
    })
    const nothing = { share: null, readyMs: 0, wantedMs: 0, watchedMs: 0 }
    expect({ starts, failures, availability, upSinceMs, checks, watchedSinceMs }).toEqual({
      starts: [],
      failures: [],
      availability: { day: nothing, week: nothing },
      upSinceMs: null,
      checks: null,
      watchedSinceMs: null,
    })
  })

  it('leaves out what a clock that went wrong has dated later than now', () => {
    const { starts } = healthRecord({
      ...remembered,
      happenings: [happening(nowMs - 5, whats.started), happening(nowMs + hourMs, whats.started)],
    })
    expect(starts.map(({ atMs }) => atMs)).toEqual([nowMs - 5])
  })
})

it('spans of several processes become one time, within the range', () => {
  const spans = [
    { fromMs: 50, toMs: 90 },
    { fromMs: 10, toMs: 40 },
    { fromMs: 30, toMs: 50 },
    { fromMs: 100, toMs: 200 },
    { fromMs: 120, toMs: 130 },
    { fromMs: 300, toMs: 300 },
  ]
  expect(mergeSpans(spans, { fromMs: 20, toMs: 150 })).toEqual([
    { fromMs: 20, toMs: 90 },
    { fromMs: 100, toMs: 150 },
  ])
})
