import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../../src/shared/errors.ts'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import type { Compose } from '../../../../src/main/compose/compose.ts'
import { createHostControl } from '../../../../src/main/host/control.ts'
import type { LabModel } from '../../../../src/main/run/facts/lab-model.ts'
import { followRecorded } from '../../../../src/main/run/follow-recorded.ts'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { planStop } from '../../../../src/main/run/plan/plan-stop.ts'
import { createRunManager, type RunManager } from '../../../../src/main/run/run-manager.ts'
import { type History, openHistory } from '../../../../src/main/store/history.ts'
import { lockLab } from '../../../../src/main/store/run-lock.ts'
import { container, facts, healthCheck, model, wholeLab } from '../sample-model.ts'
import { createSmallEngine, type SmallEngine } from '../small-engine.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Room {
  readonly runs: RunManager
  readonly small: SmallEngine
  readonly history: History
  readonly stateDir: string
}

function room(host = createHostControl({ door: 'cli' })): Room {
  const stateDir = mkdtempSync(join(tmpdir(), 'switchyard-runs-'))
  closing.push(() => rmSync(stateDir, { recursive: true }))
  const history = openHistory(stateDir)
  closing.push(() => closeQuietly(history))
  const small = createSmallEngine()
  const runs = createRunManager({
    engine: small.engine,
    compose: noCompose,
    history,
    host,
    lookAtGpus: () => Promise.resolve({ gpus: [], gpuNote: null }),
    stateDir,
    variables: {},
    enginePatienceMs: 300,
  })
  closing.push(() => runs.dispose())
  return { runs, small, history, stateDir }
}

/** Some tests close it themselves. */
function closeQuietly(history: History): void {
  try {
    history.close()
  } catch {
    return
  }
}

/** Everything in these runs goes through the engine. */
const noCompose: Compose = {
  version: () => Promise.resolve('2.40.3'),
  run: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'not expected here' }),
  resolve: () => Promise.reject(new Error('not expected here')),
  hashJoining: () => Promise.reject(new Error('not expected here')),
  validate: () => Promise.resolve(null),
}

const lab = model({ app: { services: { web: { healthCheck } } } })

/** A start of a container that exists and that is ready when its probe says so. */
function startPlan(of: LabModel, small: SmallEngine) {
  small.put('web', { healthTest: ['CMD', 'check'] })
  const existing = container('app', 'web', { id: 'web', state: 'exited', exitCode: 0 })
  return planStart(facts(of, [existing]), { targets: wholeLab, appsOnly: false, timeoutMs: null })
}

function start(runs: RunManager, plan: Plan): Promise<string> {
  return runs.start(plan.lab.dir, () => Promise.resolve({ plan, model: lab }), { rollback: false })
}

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const found: RunEvent[] = []
  for await (const event of events) found.push(event)
  return found
}

/** Events in short: what a person would follow. */
function brief(events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.type) {
      case 'step-started':
        return `${event.type} ${event.step}`
      case 'step-finished':
        return `${event.type} ${event.step} ${event.outcome}`
      case 'service-changed':
        return `${event.service.service} ${event.readiness}`
      case 'host-changed':
        return `${event.part} ${event.state}`
      case 'notice':
        return event.message
      case 'run-finished':
        return `${event.type} ${event.outcome}`
      case 'run-started':
      case 'step-output':
        return event.type
    }
  })
}

const wholeStart = [
  'run-started',
  'web waiting',
  'step-started start:app/web',
  'web starting',
  'web loading',
  'web ready',
  'step-finished start:app/web succeeded',
  'run-finished succeeded',
]

describe('the events of a run', () => {
  it('come from the beginning to whoever asks, at any time, and end with the run', async () => {
    const { runs, small } = room()
    const id = await start(runs, startPlan(lab, small))
    const early = collect(runs.events(id))
    await sleep(50)
    const late = collect(runs.events(id))
    small.answer({ exitCode: 0, output: '' })
    const [first, second] = await Promise.all([early, late])
    const afterwards = await collect(runs.events(id))
    expect(brief(first)).toEqual(wholeStart)
    expect([second, afterwards]).toEqual([first, first])
  })

  it('are there for another process once the run is over', async () => {
    const { runs, small, stateDir } = room()
    small.answer({ exitCode: 0, output: '' })
    const events = await collect(runs.events(await start(runs, startPlan(lab, small))))
    const other = openHistory(stateDir)
    closing.push(() => other.close())
    const id = events[0]?.type === 'run-started' ? events[0].runId : ''
    expect(other.readEvents(id)).toEqual(events)
  })

  it('are followed by another process while the run goes on', async () => {
    const { runs, small, stateDir } = room()
    const other = openHistory(stateDir)
    closing.push(() => other.close())
    const id = await start(runs, startPlan(lab, small))
    const following = collect(followRecorded(other, stateDir, id))
    await sleep(50)
    small.answer({ exitCode: 0, output: '' })
    const own = await collect(runs.events(id))
    expect([brief(own), await following]).toEqual([wholeStart, own])
  })

  it('break off for another process when the one that had the run is gone', async () => {
    const { history, stateDir } = room()
    const begun = { id: 'lost', kind: 'start', lab: { name: 'lab', dir: '/lab' } } as const
    const at = new Date().toISOString()
    const event: RunEvent = { type: 'notice', at, level: 'info', message: 'and then nothing' }
    history.beginRun({ ...begun, startedAt: at })
    const plan = planStart(facts(lab), { targets: wholeLab, appsOnly: false, timeoutMs: null })
    history.addEvent('lost', { type: 'run-started', runId: 'lost', at, plan })
    history.addEvent('lost', event)
    const events = await collect(followRecorded(history, stateDir, 'lost'))
    expect(events.slice(1)).toEqual([event])
  })

  it('end when nobody wants them any more, and the run goes on', async () => {
    const { runs, small } = room()
    const abort = new AbortController()
    const id = await start(runs, startPlan(lab, small))
    const following = collect(runs.events(id, abort.signal))
    await sleep(20)
    abort.abort()
    const followed = await following
    small.answer({ exitCode: 0, output: '' })
    expect(brief(followed)).toEqual(wholeStart.slice(0, 5))
    expect(brief(await collect(runs.events(id)))).toEqual(wholeStart)
  })

  it('are refused for a run that never was', async () => {
    await expect(collect(room().runs.events('nothing'))).rejects.toEqual(
      new SwitchyardError('RUN_UNKNOWN', 'There is no run nothing.'),
    )
  })
})

describe('whoever watches all runs', () => {
  it('hears each event with the run it belongs to, and knows those that go on', async () => {
    const { runs, small } = room()
    const heard: string[] = []
    const leave = runs.subscribe((run, event) => {
      const going = runs.active().map(({ run: { id }, events }) => [id === run.id, events.at(-1) === event])
      heard.push(`${event.type} ${run.outcome ?? 'open'} ${JSON.stringify(going)}`)
    })
    const id = await start(runs, startPlan(lab, small))
    expect(runs.active().map(({ run }) => [run.id, run.finishedAt])).toEqual([[id, null]])
    small.answer({ exitCode: 0, output: '' })
    await collect(runs.events(id))
    expect(runs.active()).toEqual([])
    leave()
    expect([heard[0], heard.at(-1)]).toEqual(['run-started open []', 'run-finished succeeded []'])
    expect(new Set(heard.slice(1, -1).map((line) => line.slice(line.indexOf(' '))))).toEqual(
      new Set([' open [[true,true]]']),
    )
    small.put('web', { state: 'exited', exitCode: 0 })
    await collect(runs.events(await start(runs, startPlan(lab, small))))
    expect(heard.filter((line) => line.startsWith('run-started'))).toHaveLength(1)
  })
})

describe('the record of a run', () => {
  it('keeps the outcome and what it teaches about time', async () => {
    const { runs, small, history } = room()
    small.answer({ exitCode: 0, output: '' })
    const events = await collect(runs.events(await start(runs, startPlan(lab, small))))
    const end = events.at(-1)
    expect(history.listRuns('/lab', 5)).toEqual([
      {
        id: expect.any(String),
        kind: 'start',
        lab: { name: 'lab', dir: '/lab' },
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
        outcome: 'succeeded',
        elapsedMs: end?.type === 'run-finished' ? end.elapsedMs : -1,
      },
    ])
    expect([[...history.usualMs('/lab').keys()], [...history.readyAt(['web']).keys()]]).toEqual([
      ['app/web'],
      ['web'],
    ])
  })

  it('says of a run without steps that nothing was changed', async () => {
    const { runs, small } = room()
    small.put('web', { state: 'running' })
    const up = facts(lab, [container('app', 'web', { id: 'web', health: 'healthy' })])
    const plan = planStart(up, { targets: wholeLab, appsOnly: false, timeoutMs: null })
    const events = await collect(runs.events(await start(runs, plan)))
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      outcome: 'succeeded',
      unchanged: true,
      failures: [],
    })
  })
})

describe('one lab', () => {
  it('has one run at a time', async () => {
    const { runs, small } = room()
    const plan = startPlan(lab, small)
    const id = await start(runs, plan)
    await expect(start(runs, plan)).rejects.toMatchObject({
      code: 'RUN_IN_PROGRESS',
      message: expect.stringMatching(
        new RegExp(
          `^Another run of lab is in progress: start, begun [\\d.]+s ago \\(run ${id.slice(0, 8)}, process ${process.pid}\\)\\.$`,
        ),
      ),
      hint: 'Wait for it, or cancel it where it was started.',
    })
    small.answer({ exitCode: 0, output: '' })
    let next: Promise<string> | undefined
    const leave = runs.subscribe((_, event) => {
      if (event.type === 'run-finished') next ??= start(runs, plan)
    })
    await collect(runs.events(id))
    // Even whoever starts it at the very moment of the end.
    expect(brief(await collect(runs.events((await next) ?? ''))).at(-1)).toBe('run-finished succeeded')
    leave()
  })

  it('has a run that is still being planned, of which there is nothing to name', async () => {
    const { runs } = room()
    const planning = Promise.withResolvers<never>()
    const first = runs.start('/lab', () => planning.promise, { rollback: false })
    await expect(runs.start('/lab', () => planning.promise, { rollback: false })).rejects.toMatchObject({
      message: `Another run of this lab is in progress (process ${process.pid}).`,
    })
    planning.reject(new Error('no plan'))
    await expect(first).rejects.toThrow('no plan')
  })

  it('has no run that begins when Switchyard has ended', async () => {
    const { runs, small } = room()
    const planned = Promise.withResolvers<{ plan: Plan; model: LabModel }>()
    const late = runs.start('/lab', () => planned.promise, { rollback: false })
    await runs.dispose()
    planned.resolve({ plan: startPlan(lab, small), model: lab })
    await expect(late).rejects.toThrow('Switchyard is ending; nothing was started.')
    expect(small.calls).toEqual([])
  })

  it('is free again when a run could not even be recorded', async () => {
    const { runs, small, history, stateDir } = room()
    history.close()
    await expect(start(runs, startPlan(lab, small))).rejects.toThrow('database is not open')
    lockLab(stateDir, '/lab')()
  })
})

describe('a cancel', () => {
  it('ends the run, names what did not come up, and leaves what was started', async () => {
    const { runs, small } = room()
    const id = await start(runs, startPlan(lab, small))
    await sleep(50)
    const cancelled = runs.cancel(id)
    const events = await collect(runs.events(id))
    expect([cancelled, brief(events).slice(-2), small.calls]).toEqual([
      true,
      ['step-finished start:app/web cancelled', 'run-finished cancelled'],
      ['start web'],
    ])
    await sleep(0)
    expect(runs.cancel(id)).toBe(false)
  })

  it('stops again what the run started when that is wanted', async () => {
    const { runs, small } = room()
    const id = await start(runs, startPlan(lab, small))
    await sleep(50)
    runs.cancel(id, true)
    const events = await collect(runs.events(id))
    expect([brief(events).slice(-3), small.calls]).toEqual([
      ['Stopping again what this run started (1).', 'web stopped', 'run-finished cancelled'],
      ['start web', 'stop web'],
    ])
  })

  it('names a service whose start it kept from beginning', async () => {
    const services = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { healthCheck }]))
    const many = model({ app: { services } })
    const { runs, small } = room()
    for (const name of Object.keys(services)) small.put(name, { healthTest: ['CMD', 'check'] })
    const existing = Object.keys(services).map((name) =>
      container('app', name, { id: name, state: 'exited', exitCode: 0 }),
    )
    const plan = planStart(facts(many, existing), { targets: wholeLab, appsOnly: false, timeoutMs: null })
    // The engine takes its time, so that some starts have to wait for their turn.
    const letStart = small.holdStarts()
    const id = await runs.start(plan.lab.dir, () => Promise.resolve({ plan, model: many }), {
      rollback: false,
    })
    await sleep(50)
    runs.cancel(id)
    letStart()
    const end = (await collect(runs.events(id))).at(-1)
    const started = small.calls.map((call) => call.replace('start ', ''))
    expect(started.length).toBeLessThan(6)
    expect(end).toMatchObject({
      outcome: 'cancelled',
      failures: [],
      notStarted: Object.keys(services)
        .filter((name) => !started.includes(name))
        .map((service) => ({ stack: 'app', service })),
    })
  })

  it('that overtakes a start waits for it, so that it is stopped again as well', async () => {
    const { runs, small } = room()
    const plan = startPlan(lab, small)
    const letStart = small.holdStarts()
    const id = await start(runs, plan)
    await sleep(50)
    runs.cancel(id, true)
    await sleep(20)
    letStart()
    const events = await collect(runs.events(id))
    expect([brief(events).slice(-3), small.calls]).toEqual([
      ['Stopping again what this run started (1).', 'web stopped', 'run-finished cancelled'],
      ['start web', 'stop web'],
    ])
    expect(events.at(-1)).toMatchObject({ notStarted: [] })
  })

  it('comes with the end of Switchyard', async () => {
    const { runs, small } = room()
    const id = await start(runs, startPlan(lab, small))
    await sleep(50)
    await runs.dispose()
    expect(brief(await collect(runs.events(id))).at(-1)).toBe('run-finished cancelled')
  })
})

describe('what goes wrong', () => {
  it('is told with its reason, its exit code and the end of the log', async () => {
    const { runs, small } = room()
    const plan = startPlan(lab, small)
    small.onStart(() => {
      small.put('web', { state: 'exited', exitCode: 3 })
      small.emit('web', { kind: 'died', exitCode: 3 })
    })
    const events = await collect(runs.events(await start(runs, plan)))
    expect(events.at(-1)).toMatchObject({
      outcome: 'failed',
      failures: [
        {
          service: { stack: 'app', service: 'web' },
          step: 'start:app/web',
          reason: 'exited with code 3',
          exitCode: 3,
          log: ['last line of the log'],
        },
      ],
      notStarted: [],
    })
  })

  it('in the engine from the beginning names all that was not started', async () => {
    const { runs, small } = room()
    const plan = startPlan(lab, small)
    small.goAway()
    const events = await collect(runs.events(await start(runs, plan)))
    expect(events.at(-1)).toMatchObject({
      outcome: 'failed',
      failures: [{ reason: 'The Docker engine at unix:///small.sock does not answer.' }],
      notStarted: [{ stack: 'app', service: 'web' }],
    })
  })

  it('in the engine ends the run when it stays away', async () => {
    const { runs, small } = room()
    const id = await start(runs, startPlan(lab, small))
    await sleep(50)
    small.goAway()
    const events = await collect(runs.events(id))
    expect(events.at(-1)).toMatchObject({
      outcome: 'failed',
      failures: [{ reason: 'The Docker engine at unix:///small.sock does not answer.' }],
    })
  })

  it('in ourselves ends the run, says so and is recorded', async () => {
    const { runs, small, history } = room()
    const plan = startPlan(lab, small)
    const mistake = {
      ...plan,
      steps: plan.steps.map((step) =>
        step.kind === 'start' ? { ...step, check: { kind: 'log', pattern: '(' } as const } : step,
      ),
    }
    const events = await collect(runs.events(await start(runs, mistake)))
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      outcome: 'failed',
      failures: [{ reason: expect.stringContaining('internal error: Invalid regular expression') }],
    })
    expect(history.listRuns('/lab', 1)[0]).toMatchObject({
      outcome: 'failed',
      finishedAt: expect.any(String),
    })
  })

  it('in ourselves ends what else the run does', async () => {
    const two = model({ app: { services: { api: { healthCheck }, web: { healthCheck } } } })
    const { runs, small } = room()
    for (const name of ['api', 'web']) small.put(name, { healthTest: ['CMD', 'check'] })
    const existing = ['api', 'web'].map((name) =>
      container('app', name, { id: name, state: 'exited', exitCode: 0 }),
    )
    const plan = planStart(facts(two, existing), { targets: wholeLab, appsOnly: false, timeoutMs: null })
    const mistake = {
      ...plan,
      steps: plan.steps.map((step) =>
        step.id === 'start:app/web' && step.kind === 'start'
          ? { ...step, check: { kind: 'log', pattern: '(' } as const }
          : step,
      ),
    }
    let asked = 0
    const original = { ...small.engine }
    small.engine.exec = (...request) => {
      asked += 1
      return original.exec(...request)
    }
    const id = await runs.start(plan.lab.dir, () => Promise.resolve({ plan: mistake, model: two }), {
      rollback: false,
    })
    const events = await collect(runs.events(id))
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'failed' })
    await sleep(300)
    const askedThen = asked
    await sleep(300)
    expect(asked).toBe(askedThen)
    // Nothing is told after the end.
    expect(await collect(runs.events(id))).toEqual(events)
  })

  it('with the record does not end the run', async () => {
    const { runs, small, history } = room()
    const id = await start(runs, startPlan(lab, small))
    history.close()
    small.answer({ exitCode: 0, output: '' })
    const events = brief(await collect(runs.events(id)))
    expect(events).toContain('This run cannot be recorded: database is not open.')
    expect(events.at(-1)).toBe('run-finished succeeded')
  })
})

describe('a stop', () => {
  it('that a cancel overtakes has stopped what the engine had begun to stop, and says so', async () => {
    const { runs, small } = room()
    small.put('web', { state: 'running' })
    const plan = planStop(facts(lab, [container('app', 'web', { id: 'web' })]), {
      targets: wholeLab,
      includeAlwaysOn: false,
      remove: false,
    })
    const letStop = small.holdStops()
    const id = await start(runs, plan)
    await sleep(20)
    runs.cancel(id)
    letStop()
    expect(brief(await collect(runs.events(id)))).toEqual([
      'run-started',
      'step-started stop:app/web',
      'web stopped',
      'step-finished stop:app/web succeeded',
      'run-finished cancelled',
    ])
  })

  it('stops and says so', async () => {
    const { runs, small } = room()
    small.put('web', { state: 'running' })
    const plan = planStop(facts(lab, [container('app', 'web', { id: 'web' })]), {
      targets: wholeLab,
      includeAlwaysOn: false,
      remove: false,
    })
    const events = await collect(runs.events(await start(runs, plan)))
    expect([brief(events), small.calls]).toEqual([
      [
        'run-started',
        'step-started stop:app/web',
        'web stopped',
        'step-finished stop:app/web succeeded',
        'run-finished succeeded',
      ],
      ['stop web'],
    ])
  })
})
