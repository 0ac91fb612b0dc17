import { describe, expect, it } from 'vitest'
import type { LabView } from '../../../../src/shared/lab.ts'
import { announceChanges } from '../../../../src/renderer/features/runs/announcements.ts'
import {
  describeCheck,
  describeFolderOrder,
  describeGates,
} from '../../../../src/renderer/features/runs/describe.ts'
import { listFailures } from '../../../../src/renderer/features/runs/failures.ts'
import { sortRuns } from '../../../../src/renderer/features/runs/list-runs.ts'
import { toPlainText } from '../../../../src/renderer/features/runs/plain-text.ts'
import { listSections } from '../../../../src/renderer/features/runs/plan-sections.ts'
import { compareToUsual, describeDetails } from '../../../../src/renderer/features/runs/titles.ts'
import { listUnmetGates } from '../../../../src/renderer/features/runs/unmet-gates.ts'
import { readAsked, titleOf } from '../../../../src/shared/run-title.ts'
import { at, gateOn, planOf, refOf, seen, startStep, storyOf } from './sample-story.ts'
import { stackView } from '../../support/stack-view.ts'

const lab: LabView = {
  name: 'lab',
  dir: '/lab',
  configFile: null,
  environment: null,
  stacks: [
    stackView('infra', ['proxy'], { alwaysOn: true }),
    stackView('data', ['db', 'cache']),
    stackView('chat', ['web']),
  ],
  layers: [],
  notes: [],
}

describe('titles', () => {
  it('say everything, apps, a stack or a service, as the plan tells', () => {
    const everything = planOf({
      steps: [startStep('data/db'), startStep('data/cache'), startStep('chat/web')],
      unchanged: [refOf('infra/proxy')],
    })
    expect(titleOf(everything, lab)).toBe('Start everything')
    expect(titleOf({ ...everything, spared: ['infra'] }, lab)).toBe('Apps on')
    const chat = planOf({ steps: [startStep('chat/web')], unchanged: [refOf('data/db')] })
    expect(titleOf(chat, lab)).toBe('Start chat')
    expect(titleOf(planOf({ steps: [startStep('data/db')] }), lab)).toBe('Start data/db')
    expect(titleOf(planOf({ kind: 'restart', steps: [startStep('data/db')] }), null)).toBe('Restart data')
    expect(titleOf(planOf({}), lab)).toBe('Start, nothing to do')
  })

  it('leave out a stack whose profiles are off', () => {
    const plan = planOf({
      steps: [startStep('data/db'), startStep('data/cache')],
      unchanged: [refOf('infra/proxy')],
      warnings: [
        'Stack chat starts nothing: its services belong to profiles (gpu), and none of these is chosen.',
      ],
    })
    expect(readAsked(plan, lab)).toEqual({ kind: 'start', scope: 'everything', targets: [] })
  })

  it('compare with the usual time', () => {
    expect([
      compareToUsual(38_000, 36_000),
      compareToUsual(38_000, 14_000),
      compareToUsual(10_000, 14_000),
      compareToUsual(10_000, null),
    ]).toEqual(['as usual (36s)', '24s over the usual 14s', '4.0s under the usual 14s', null])
  })
})

describe('failures', () => {
  const plan = planOf({
    steps: [
      startStep('data/db'),
      startStep('data/mail', { gates: [gateOn('data/db', { required: false, from: 'layout' })] }),
      startStep('chat/web', { gates: [gateOn('data/db')] }),
      startStep('chat/cron', { gates: [gateOn('chat/web')] }),
    ],
  })
  const events = [
    seen('data/db', 0, 'starting'),
    seen('data/db', 100, 'failed', 'exited with code 3'),
    seen('chat/web', 100, 'waiting', 'not started: data/db did not come up'),
    seen('chat/cron', 100, 'waiting', 'not started: chat/web did not come up'),
    seen('data/mail', 100, 'waiting', 'not started: the run was cancelled'),
  ]

  it('name what they kept from starting, and not what only came after them', () => {
    expect(listFailures(storyOf(plan, events))).toEqual([
      {
        service: refOf('data/db'),
        step: 'start:data/db',
        reason: 'exited with code 3',
        exitCode: null,
        log: [],
        keptBack: ['chat/web', 'chat/cron'],
      },
    ])
  })

  it('are in the details to copy, with the log and what was not started', () => {
    const story = storyOf(plan, [
      ...events,
      {
        type: 'run-finished',
        runId: 'r1',
        at: at(200),
        outcome: 'failed',
        elapsedMs: 200,
        unchanged: false,
        failures: [
          {
            service: refOf('data/db'),
            step: null,
            reason: 'exited with code 3',
            exitCode: 3,
            log: ['no disk'],
          },
        ],
        notStarted: [refOf('chat/web')],
      },
    ])
    const text = describeDetails(story.view, 'Start data', Date.parse(at(0)))
    expect(text.split('\n').slice(2)).toEqual([
      'failed after 0.2s',
      '',
      'data/db: exited with code 3 (exit code 3)',
      '  no disk',
      '',
      'Not started: chat/web',
    ])
  })
})

describe('words', () => {
  it('say how readiness is judged, and what is asked exactly', () => {
    expect(describeCheck({ kind: 'http', url: 'http://127.0.0.1:30000/health', status: 200 })).toEqual({
      words: 'Ready when this address answers 200.',
      exact: 'GET http://127.0.0.1:30000/health',
    })
    expect(describeCheck({ kind: 'tcp', host: '127.0.0.1', port: 5432 }).exact).toBe('127.0.0.1:5432')
    expect(describeCheck({ kind: 'running', graceMs: 1000 }).exact).toBeNull()
  })

  it('put gates of one kind together and the folder order by stack', () => {
    expect(
      describeGates([
        gateOn('data/db'),
        gateOn('data/cache'),
        gateOn('data/init', { condition: 'completed' }),
      ]),
    ).toEqual(['after data/db and data/cache are ready (depends_on)', 'after data/init is done (depends_on)'])
    const order = [gateOn('data/db', { from: 'layout' }), gateOn('data/cache', { from: 'layout' })]
    expect(describeFolderOrder(order)).toBe('after data is ready or has failed (folder order)')
    expect(describeFolderOrder([gateOn('data/db')])).toBeNull()
  })

  it('list the gates that are still closed', () => {
    const plan = planOf({ steps: [startStep('data/db'), startStep('data/cache')] })
    const story = storyOf(plan, [seen('data/db', 0, 'ready')])
    const gates = [gateOn('data/db'), gateOn('data/cache'), gateOn('infra/proxy')]
    expect(listUnmetGates(story, gates)).toEqual(['data/cache'])
  })

  it('announce what became ready once, and failures apart', () => {
    const plan = planOf({ steps: [startStep('data/db'), startStep('data/cache')] })
    const before = storyOf(plan, []).view
    const after = storyOf(plan, [
      seen('data/db', 0, 'ready'),
      seen('data/cache', 0, 'failed', 'exited with code 1'),
    ]).view
    expect(announceChanges(before, after)).toEqual({
      polite: 'db ready',
      assertive: 'cache failed: exited with code 1',
    })
    expect(announceChanges(after, after)).toEqual({ polite: '', assertive: '' })
    expect(announceChanges(null, after)).toEqual({ polite: '', assertive: '' })
  })

  it('take terminal sequences and control characters out of log lines, and cut long ones', () => {
    expect(toPlainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007<img onerror>\u0000\r')).toBe(
      'red <img onerror>',
    )
    expect(toPlainText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(2000)}…`)
  })

  it('order a plan for reading: shared steps, then starts by wave', () => {
    const plan = planOf({
      steps: [
        startStep('chat/web', { wave: 1 }),
        { kind: 'network', id: 'network:ai', after: [], command: [], network: 'ai' },
      ],
    })
    expect(listSections(plan).map(({ title }) => title)).toEqual(['Networks', 'Start, wave 1: chat'])
  })

  it('list what goes on first, and tell what broke off', () => {
    const run = (id: string, startedAtMs: number, outcome: 'succeeded' | null) => ({
      id,
      kind: 'start' as const,
      lab: { name: 'lab', dir: '/lab' },
      startedAt: at(startedAtMs),
      finishedAt: outcome === null ? null : at(startedAtMs + 1),
      outcome,
      elapsedMs: null,
    })
    const listed = sortRuns(
      [run('new', 30, 'succeeded'), run('dead', 20, null), run('live', 10, null)],
      [run('live', 10, null)],
    )
    expect(listed.map(({ run: { id }, state }) => [id, state])).toEqual([
      ['live', 'running'],
      ['new', 'succeeded'],
      ['dead', 'broken'],
    ])
  })
})
