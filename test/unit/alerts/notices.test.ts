import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../src/shared/alerts.ts'
import { describeNotice } from '../../../src/main/alerts/notice-text.ts'
import { createNoticeGroups, type Notice } from '../../../src/main/alerts/notices.ts'

function alertOf(service: string, change: Partial<Alert> = {}): Alert {
  return {
    id: service,
    kind: 'unhealthy',
    subject: { kind: 'service', dir: '/lab', lab: 'home', stack: 'data', service },
    text: 'is unhealthy',
    openedAt: '2026-11-21T12:00:00.000Z',
    closedAt: null,
    ending: null,
    log: [],
    runId: null,
    isDismissed: false,
    mutedUntil: null,
    ...change,
  }
}
const ended = (service: string) =>
  alertOf(service, {
    closedAt: '2026-11-21T12:01:00.000Z',
    ending: 'is healthy again; it was unhealthy for 1m 00s',
  })

const names = (notices: readonly Notice[]) =>
  notices.map(({ raised, recovered }) => [raised.map(({ id }) => id), recovered.map(({ id }) => id)])
const never = () => false

describe('notices', () => {
  it('gather what comes within a few seconds of one stack', () => {
    const groups = createNoticeGroups()
    groups.raise(alertOf('a'), 'lab data', null, 0)
    groups.raise(alertOf('x'), 'lab apps', null, 1000)
    groups.raise(alertOf('b'), 'lab data', null, 2500)
    expect(groups.due(2999, never)).toEqual([])
    expect(names(groups.due(3000, never))).toEqual([[['a', 'b'], []]])
    expect(names(groups.due(4000, never))).toEqual([[['x'], []]])
    expect(groups.due(99_000, never)).toEqual([])
  })

  it('gather what comes during a run until its end, whichever stack', () => {
    const groups = createNoticeGroups()
    groups.raise(alertOf('a'), 'lab data', 'run', 0)
    groups.raise(alertOf('b'), 'lab apps', 'run', 20_000)
    expect(groups.due(30_000, never)).toEqual([])
    expect(names(groups.due(30_000, (run) => run === 'run'))).toEqual([[['a', 'b'], []]])
  })

  it('wait for a run no longer than a minute', () => {
    const groups = createNoticeGroups()
    groups.raise(alertOf('a'), 'lab data', 'run', 0)
    expect(names(groups.due(60_000, never))).toEqual([[['a'], []]])
  })

  it('take back what is over before it was told', () => {
    const groups = createNoticeGroups()
    groups.raise(alertOf('a'), 'lab data', null, 0)
    groups.recover(ended('a'), 'lab data', null, false, 1000)
    expect(groups.due(10_000, never)).toEqual([])
  })

  it('tell a recovery only of what was told, and only when there is something to say', () => {
    const groups = createNoticeGroups()
    groups.recover(ended('a'), 'lab data', null, true, 0)
    groups.recover(ended('b'), 'lab data', null, false, 0)
    groups.recover({ ...ended('c'), ending: null }, 'lab data', null, true, 0)
    expect(names(groups.due(3000, never))).toEqual([[[], ['a']]])
  })
})

describe('a notice in words', () => {
  it('is the alert itself, with the end of its log', () => {
    const log = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    expect(describeNotice({ raised: [alertOf('db', { log })], recovered: [] })).toEqual({
      title: 'data/db is unhealthy',
      body: ['Lab home.', ...log.slice(8)].join('\n'),
      isRecovery: false,
    })
  })

  it('names a schedule and its lab', () => {
    const subject = { kind: 'schedule', dir: '/lab', lab: 'home', name: 'night' } as const
    const alert = alertOf('s', { kind: 'scheduled-run', subject, text: 'failed: data/db exited', log: [] })
    expect(describeNotice({ raised: [alert], recovered: [] })).toEqual({
      title: 'Schedule night failed: data/db exited',
      body: 'Lab home.',
      isRecovery: false,
    })
  })

  it('is how it ended, for a recovery', () => {
    expect(describeNotice({ raised: [], recovered: [ended('db')] })).toEqual({
      title: 'data/db is healthy again; it was unhealthy for 1m 00s',
      body: 'Lab home.',
      isRecovery: true,
    })
  })

  it('counts several, and names them', () => {
    const disk = alertOf('disk', { kind: 'disk', subject: { kind: 'host', name: '/srv' }, text: 'is full' })
    expect(describeNotice({ raised: [alertOf('a'), disk], recovered: [ended('b')] })).toEqual({
      title: '2 alerts and 1 recovery: data/a, /srv and data/b',
      body: 'data/a is unhealthy\n/srv is full\ndata/b is healthy again; it was unhealthy for 1m 00s',
      isRecovery: false,
    })
  })
})
