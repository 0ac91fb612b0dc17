import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../../src/shared/run.ts'
import { describeBar } from '../../../../src/renderer/features/runs/describe.ts'
import { foldRows } from '../../../../src/renderer/features/runs/fold-rows.ts'
import { groupRows, layoutLines } from '../../../../src/renderer/features/runs/groups.ts'
import { describeGroup } from '../../../../src/renderer/features/runs/group-words.ts'
import { drawCriticalPath } from '../../../../src/renderer/features/runs/path-lines.ts'
import { isSameRow } from '../../../../src/renderer/features/runs/row-equality.ts'
import { heldBy, serviceRows, sharedRows } from '../../../../src/renderer/features/runs/rows.ts'
import { schedulePlan, scheduleSteps } from '../../../../src/renderer/features/runs/schedule.ts'
import { at, gateOn, planOf, refOf, seen, startStep, storyOf } from './sample-story.ts'

const finished = (ms: number): RunEvent => ({
  type: 'run-finished',
  runId: 'r1',
  at: at(ms),
  outcome: 'succeeded',
  elapsedMs: ms,
  unchanged: false,
  failures: [],
  notStarted: [],
})

const plan = planOf({ waves: [['data']], steps: [startStep('data/db', { expectedMs: 3000 })] })
const up = [
  seen('data/db', 0, 'waiting'),
  seen('data/db', 200, 'starting'),
  seen('data/db', 400, 'loading'),
  seen('data/db', 900, 'loading', 'Docker calls it unhealthy, it may still come'),
  seen('data/db', 3500, 'ready'),
]

describe('rows', () => {
  it('turn moments into phases, one for each readiness', () => {
    expect(serviceRows(storyOf(plan, up))).toEqual([
      {
        key: 'data/db',
        name: 'db',
        ref: refOf('data/db'),
        stepIds: ['start:data/db'],
        state: 'ready',
        phases: [
          { kind: 'start', fromMs: 200, toMs: 400 },
          { kind: 'loading', fromMs: 400, toMs: 3500 },
          { kind: 'ready', fromMs: 3500, toMs: null },
        ],
        endMs: 3500,
        expectedMs: 3000,
        detail: null,
      },
    ])
  })

  it('end with the run what has no end of its own', () => {
    const [row] = serviceRows(storyOf(plan, [...up, finished(5000)]))
    expect(row?.phases.at(-1)).toEqual({ kind: 'ready', fromMs: 3500, toMs: 5000 })
  })

  it('say what was given up, and keep apart who waits and who was not reached', () => {
    const givenUp = [seen('data/db', 0, 'waiting', 'not started: the run was cancelled')]
    expect(serviceRows(storyOf(plan, givenUp))[0]?.state).toBe('not started')
    expect(serviceRows(storyOf(plan, [seen('data/db', 0, 'waiting')]))[0]?.state).toBe('waiting')
    expect(serviceRows(storyOf(plan, [finished(10)]))[0]?.state).toBe('not started')
  })

  it('show a service on its way down with the times of its steps', () => {
    const stop = {
      kind: 'stop',
      id: 'stop:data/db',
      after: [],
      command: ['docker', 'stop', 'db'],
      project: 'data',
      service: refOf('data/db'),
      wave: 0,
      via: 'engine',
      containers: ['c'],
    } as const
    const story = storyOf(
      planOf({ kind: 'stop', steps: [{ ...stop, after: [], command: [], containers: [] }] }),
      [
        { type: 'step-started', at: at(100), step: stop.id },
        {
          type: 'step-finished',
          at: at(700),
          step: stop.id,
          outcome: 'succeeded',
          elapsedMs: 600,
          message: null,
        },
      ],
    )
    expect(serviceRows(story)[0]).toMatchObject({
      state: 'stopped',
      phases: [{ kind: 'stop', fromMs: 100, toMs: 700 }],
      endMs: 700,
    })
  })

  it('name shared steps and draw them as creation', () => {
    const create = {
      kind: 'create',
      id: 'create:data',
      after: [],
      command: [],
      project: 'lab-data',
      services: [],
      recreates: [],
    } as const
    const story = storyOf(
      planOf({ steps: [{ ...create, after: [], command: [], services: [], recreates: [] }] }),
      [{ type: 'step-started', at: at(0), step: create.id }],
    )
    expect(sharedRows(story)).toEqual([
      {
        key: 'create:data',
        name: 'create lab-data',
        ref: null,
        stepIds: ['create:data'],
        state: 'working',
        phases: [{ kind: 'create', fromMs: 0, toMs: null }],
        endMs: null,
        expectedMs: null,
        detail: null,
      },
    ])
  })

  it('say in words what the bar shows', () => {
    const [ready] = serviceRows(storyOf(plan, up))
    const [loading] = serviceRows(storyOf(plan, up.slice(0, 3)))
    expect(ready && describeBar(ready)).toBe(
      'db: starting 0.2s, loading 3.1s, ready after 3.3s, usually 3.0s',
    )
    expect(loading && describeBar(loading)).toBe('db: starting 0.2s, loading since 0.4s, usually 3.0s')
  })

  it('are the same when nothing of them is drawn differently', () => {
    const [a] = serviceRows(storyOf(plan, up))
    const [b] = serviceRows(storyOf(plan, up))
    const [c] = serviceRows(storyOf(plan, up.slice(0, 4)))
    expect(a && b && c && [isSameRow(a, b), isSameRow(a, c)]).toEqual([true, false])
  })
})

const many = Array.from({ length: 12 }, (_, index) => `data/s${index}`)
const large = planOf({
  waves: [['infra'], ['data']],
  steps: many.map((key) => startStep(key, { expectedMs: 1000 })),
  unchanged: [refOf('infra/proxy')],
})
const infraIsAlwaysOn = [{ name: 'infra', wave: 0, alwaysOn: true }]
const fold = { expanded: new Set<string>(), kept: new Set<string>(), blocker: null }

describe('groups', () => {
  it('are stacks by wave, with what was already up and what was spared', () => {
    const groups = groupRows(storyOf({ ...large, spared: ['vault'] }, []), infraIsAlwaysOn)
    expect(
      groups.map(({ title, wave, isAlwaysOn, rows, unchanged }) => [
        title,
        wave,
        isAlwaysOn,
        rows.length,
        unchanged.length,
      ]),
    ).toEqual([
      ['vault', null, true, 0, 0],
      ['infra', 1, true, 0, 1],
      ['data', 2, false, 12, 0],
    ])
  })

  it('carry the number that their wave has in the lab, where the lab still has them', () => {
    const part = planOf({ waves: [['chat'], ['gone']], steps: [startStep('chat/web'), startStep('gone/db')] })
    const lab = [{ name: 'chat', wave: 3, alwaysOn: false }]
    expect(groupRows(storyOf(part, []), lab).map(({ title, wave }) => [title, wave])).toEqual([
      ['chat', 4],
      ['gone', 2],
    ])
  })

  it('keep the order of the plan in time', () => {
    const late = planOf({
      waves: [['a']],
      steps: [startStep('a/z', { gates: [gateOn('a/b')] }), startStep('a/b')],
    })
    expect(groupRows(storyOf(late, []), [])[0]?.rows.map(({ name }) => name)).toEqual(['b', 'z'])
  })

  it('fold what is ready in a group of more than 8, never exceptions or what is kept', () => {
    const events = many.flatMap((key) => [
      seen(key, 0, 'starting'),
      seen(key, 100, key === 'data/s11' ? 'failed' : 'ready'),
    ])
    const groups = groupRows(storyOf(large, events), [])
    const lines = layoutLines(groups, { ...fold, kept: new Set(['data/s10']) })
    expect(lines.map(({ key, topPx }) => [key, topPx])).toEqual([
      ['stack:infra', 0],
      ['stack:data', 28],
      ['data/s0', 56],
      ['data/s1', 80],
      ['data/s2', 104],
      ['data/s3', 128],
      ['data/s4', 152],
      ['data/s10', 176],
      ['data/s11', 200],
      ['fold:stack:data', 224],
    ])
    const open = layoutLines(groups, { ...fold, expanded: new Set(['stack:data', 'stack:infra']) })
    expect(open.map(({ kind }) => kind).filter((kind) => kind === 'row')).toHaveLength(13)
  })

  it('fold rows into one from the first start to the last end', () => {
    const events = many.flatMap((key, index) => [
      seen(key, index, 'starting'),
      seen(key, 100 + index, 'ready'),
    ])
    const story = storyOf(large, events)
    expect(foldRows(serviceRows(story), scheduleSteps(story, 500))).toMatchObject({
      row: {
        name: '12 more',
        state: 'ready',
        phases: [
          { kind: 'start', fromMs: 0, toMs: 111 },
          { kind: 'ready', fromMs: 111, toMs: null },
        ],
        endMs: 111,
      },
      expected: null,
    })
  })

  it('say how they are in words', () => {
    const story = storyOf(large, [])
    const [infra, data] = groupRows(story, infraIsAlwaysOn)
    const times = { schedule: scheduleSteps(story, 0), usual: schedulePlan(large), blocker: 'sglang' }
    expect(infra && describeGroup(infra, large, times)).toBe('already up, always on, not touched')
    expect(data && describeGroup(data, large, times)).toBe('waits for sglang, usually takes 1.0s')
    const done = storyOf(
      large,
      many.flatMap((key) => [seen(key, 0, 'starting'), seen(key, 2000, 'ready')]),
    )
    const group = groupRows(done, [])[1]
    expect(group && describeGroup(group, large, { ...times, schedule: scheduleSteps(done, 2000) })).toBe(
      '2.0s, usually 1.0s',
    )
  })
})

describe('what keeps a service waiting', () => {
  it('is told when it is no step of the run', () => {
    const waits = (detail: string | null) => heldBy({ state: 'waiting', detail })
    expect([
      waits('waits for the GPU: ai/comfyui holds 12 GiB'),
      waits('waits for data/db'),
      waits(null),
    ]).toEqual(['the GPU', null, null])
    expect(heldBy({ state: 'ready', detail: 'waits for the GPU: ai/comfyui holds 12 GiB' })).toBe(null)
  })
})

describe('critical path', () => {
  it('runs under the bars, dashed from now on, and down to the next', () => {
    const chain = planOf({
      waves: [['a']],
      steps: [
        startStep('a/a', { expectedMs: 1000 }),
        startStep('a/b', { expectedMs: 500, gates: [gateOn('a/a')] }),
      ],
    })
    const story = storyOf(chain, [seen('a/a', 0, 'starting')])
    const lines = layoutLines(groupRows(story, []), fold)
    expect(drawCriticalPath(['start:a/a', 'start:a/b'], scheduleSteps(story, 400), lines, 400)).toEqual([
      { fromMs: 0, toMs: 400, fromPx: 47, toPx: 47, isExpected: false },
      { fromMs: 400, toMs: 1000, fromPx: 47, toPx: 47, isExpected: true },
      { fromMs: 1000, toMs: 1000, fromPx: 47, toPx: 71, isExpected: true },
      { fromMs: 1000, toMs: 1500, fromPx: 71, toPx: 71, isExpected: true },
    ])
  })
})
