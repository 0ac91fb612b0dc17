import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../../../../src/shared/run.ts'
import type { Readiness } from '../../../../src/shared/readiness.ts'
import type { LabStatus } from '../../../../src/shared/status.ts'
import { eventsOfRuns, findEvents, latest } from '../../../../src/renderer/features/yard/events.ts'
import { absentService } from '../../support/absent-service.ts'

const status = (readiness: Readiness, detail: string | null = null): LabStatus => ({
  lab: { name: 'lab', dir: '/lab' },
  stacks: [
    {
      name: 'web',
      project: 'web',
      alwaysOn: false,
      state: 'ready',
      services: [
        {
          ...absentService('a/b'),
          state: 'running',
          readiness,
          detail,
        },
      ],
    },
  ],
})
const quiet = { atMs: 5, isRunning: false }
const path = '/services/web/a%2Fb'

describe('findEvents', () => {
  it('tells of failures, with their reason', () => {
    expect(findEvents(status('ready'), status('failed', 'exited with code 1'), quiet)).toEqual([
      { id: 'web/a/b 5 failed', atMs: 5, state: 'failed', text: 'a/b failed, exited with code 1', path },
    ])
  })

  it('tells when it is over', () => {
    expect(findEvents(status('failed'), status('ready'), quiet)).toEqual([
      { id: 'web/a/b 5 ready', atMs: 5, state: 'ready', text: 'a/b is ready again', path },
    ])
  })

  it('tells of what stops by itself, and leaves to a run what the run stops', () => {
    expect(findEvents(status('ready'), status('stopped'), quiet).map(({ text }) => text)).toEqual([
      'a/b stopped',
    ])
    expect(findEvents(status('ready'), status('stopped'), { atMs: 5, isRunning: true })).toEqual([])
  })

  it('is silent about the ordinary', () => {
    const same = status('ready')
    expect([
      findEvents(same, same, quiet),
      findEvents(status('loading'), status('ready'), quiet),
      findEvents({ ...same, stacks: [] }, status('failed'), quiet),
    ]).toEqual([[], [], []])
  })
})

describe('eventsOfRuns', () => {
  const run: RunSummary = {
    id: 'r 1',
    kind: 'start',
    lab: { name: 'lab', dir: '/lab' },
    startedAt: '2026-11-21T10:00:00.000Z',
    finishedAt: '2026-11-21T10:00:41.000Z',
    outcome: 'succeeded',
    elapsedMs: 41_000,
  }

  it('says what each run came to', () => {
    const told = eventsOfRuns([
      run,
      { ...run, kind: 'stop' },
      { ...run, outcome: 'failed' },
      { ...run, outcome: null, finishedAt: null, elapsedMs: null },
    ])
    expect(told.map(({ state, text }) => `${state}: ${text}`)).toEqual([
      'ready: start finished in 41s',
      'stopped: stop finished in 41s',
      'failed: start failed after 41s',
      'loading: start goes on',
    ])
    expect(told[0]).toEqual({
      id: 'r 1',
      atMs: Date.parse('2026-11-21T10:00:41.000Z'),
      state: 'ready',
      text: 'start finished in 41s',
      path: '/runs/r%201',
    })
  })
})

describe('latest', () => {
  it('keeps the newest four', () => {
    const at = (atMs: number) => ({ id: `${atMs}`, atMs, state: 'ready' as const, text: '', path: '' })
    expect(latest([at(1), at(5)], [at(3), at(2), at(4)]).map(({ atMs }) => atMs)).toEqual([5, 4, 3, 2])
  })
})
