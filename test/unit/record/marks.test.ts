import { describe, expect, it } from 'vitest'
import { leaseMarks } from '../../../src/main/record/lease-marks.ts'
import { runMark } from '../../../src/main/record/run-marks.ts'
import { thinMarks } from '../../../src/main/record/thin-marks.ts'
import type { AuditEntry } from '../../../src/shared/host.ts'
import type { Mark } from '../../../src/shared/record.ts'
import { describeHappening, formatShare } from '../../../src/shared/record-words.ts'
import type { RunSummary } from '../../../src/shared/run.ts'
import { happening, whats } from './support/happenings.ts'

const mark = (atMs: number, kind: Mark['kind'] = 'started', tone: Mark['tone'] = 'plain'): Mark => ({
  atMs,
  untilMs: null,
  kind,
  tone,
  text: `${kind} at ${atMs}`,
  stack: null,
  service: null,
  runId: null,
})

describe('too many marks', () => {
  it('are left as they are while there is room', () => {
    const marks = [mark(2), mark(1)]
    expect(thinMarks(marks, 2)).toEqual({ marks: [mark(1), mark(2)], leftOut: 0 })
  })

  it('lose the least important ones first, and say how many', () => {
    const marks = [
      ...Array.from({ length: 100 }, (_, index) => mark(index)),
      ...Array.from({ length: 5 }, (_, index) => mark(1000 + index, 'exited', 'failed')),
      mark(2000, 'run'),
    ]
    const thin = thinMarks(marks, 10)
    expect(thin.leftOut).toBe(96)
    expect(thin.marks.map(({ atMs }) => atMs)).toEqual([24, 49, 74, 99, 1000, 1001, 1002, 1003, 1004, 2000])
  })

  it('that all matter are taken from everywhere, the latest among them', () => {
    const marks = Array.from({ length: 1000 }, (_, index) => mark(index, 'exited', 'failed'))
    expect(thinMarks(marks, 4)).toEqual({
      marks: [249, 499, 749, 999].map((atMs) => mark(atMs, 'exited', 'failed')),
      leftOut: 996,
    })
  })
})

describe('leases', () => {
  const entry = (
    second: number,
    action: string,
    target: string,
    more: Partial<AuditEntry> = {},
  ): AuditEntry => ({
    at: new Date(second * 1000).toISOString(),
    action,
    target,
    before: null,
    after: null,
    result: 'ok',
    user: '',
    door: '',
    run: '',
    label: '',
    lease: null,
    elapsedMs: null,
    message: null,
    ...more,
  })
  const entries = [
    entry(50, 'lease taken', 'c'),
    entry(40, 'lease released', 'b'),
    entry(30, 'swap off', '/swap'),
    entry(20, 'lease taken', 'b', { label: 'ai/model', run: 'run-1' }),
    entry(10, 'lease released', 'a'),
    entry(5, 'lease taken', 'a'),
  ]

  it('last from when they were taken to when they were given back', () => {
    const hand = { ...mark(50_000, 'lease'), text: 'The host was changed by hand' }
    const ofRun = {
      stack: 'ai',
      service: 'model',
      runId: 'run-1',
      text: 'The host was prepared for ai/model',
    }
    expect(leaseMarks(entries, { fromMs: 15_000, toMs: 60_000 })).toEqual([
      hand,
      { ...mark(20_000, 'lease'), ...ofRun, untilMs: 40_000 },
    ])
  })

  it('outside of the range are left out', () => {
    expect(leaseMarks(entries, { fromMs: 11_000, toMs: 19_000 })).toEqual([])
  })
})

describe('a run', () => {
  const run: RunSummary = {
    id: 'run-1',
    kind: 'start',
    lab: { name: 'home', dir: '/lab' },
    startedAt: new Date(1000).toISOString(),
    finishedAt: new Date(5000).toISOString(),
    outcome: 'succeeded',
    elapsedMs: 4000,
  }
  it.each<[Partial<RunSummary>, boolean, Partial<Mark>]>([
    [{}, false, { text: 'Start succeeded', tone: 'plain', untilMs: 5000 }],
    [
      { outcome: 'failed', kind: 'restart' },
      false,
      { text: 'Restart failed', tone: 'failed', untilMs: 5000 },
    ],
    [
      { outcome: 'cancelled', kind: 'stop' },
      false,
      { text: 'Stop was cancelled', tone: 'warning', untilMs: 5000 },
    ],
    [{ outcome: null, finishedAt: null }, true, { text: 'Start goes on', tone: 'plain', untilMs: null }],
    [{ outcome: null, finishedAt: null }, false, { text: 'Start broke off', tone: 'failed', untilMs: null }],
  ])('%o is a mark with its end', (changes, isOngoing, expected) => {
    expect(runMark({ ...run, ...changes }, isOngoing)).toEqual({
      ...mark(1000, 'run'),
      runId: 'run-1',
      ...expected,
    })
  })
})

describe('what happened to a service', () => {
  it.each([
    [whats.started, 'started', 'plain', 'web was started by you'],
    [whats.startedByRun, 'started', 'plain', 'web was started by a run'],
    [whats.restarted, 'started', 'warning', 'web was started by its restart policy'],
    [whats.healthy, 'healthy', 'ready', 'web is healthy'],
    [{ kind: 'healthy', sinceStartMs: 4200 }, 'healthy', 'ready', 'web is healthy, 4.2s after its start'],
    [whats.unhealthy, 'unhealthy', 'failed', 'web is unhealthy: no answer'],
    [whats.crashed, 'exited', 'failed', 'web ended by itself with exit 1'],
    [whats.done, 'exited', 'plain', 'web ended by itself with exit 0'],
    [whats.stopped, 'stopped', 'plain', 'web was stopped by you'],
    [whats.dismissed, 'stopped', 'plain', 'web was given up by you'],
    [whats.oomKill, 'oom-kill', 'failed', 'A process of web was killed for lack of memory'],
    [
      { kind: 'healed', reason: 'unhealthy for 5m' },
      'healed',
      'warning',
      'Auto-heal restarts web: unhealthy for 5m',
    ],
  ] as const)('%o is told in words', (what, kind, tone, text) => {
    expect(describeHappening(happening(0, what))).toEqual({ kind, tone, text })
  })

  it('is no mark of its own when a run has stopped it', () => {
    const what = { kind: 'exited', cause: 'run', exitCode: 0, isOutOfMemory: false } as const
    expect(describeHappening(happening(0, what))).toBe(null)
  })
})

it.each([
  [1, '100 %'],
  [0.99999, '> 99.9 %'],
  [0.9962, '99.6 %'],
  [0.00001, '< 0.1 %'],
  [0, '0.0 %'],
])('%d of the time is written %s', (share, text) => {
  expect(formatShare(share).replaceAll('\u00a0', ' ')).toBe(text)
})
