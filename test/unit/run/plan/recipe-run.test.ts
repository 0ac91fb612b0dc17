import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RunEvent } from '../../../../src/shared/run.ts'
import type { Compose } from '../../../../src/main/compose/compose.ts'
import type { RecipeSettings } from '../../../../src/main/lab/model.ts'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { createRunManager, type RunManager } from '../../../../src/main/run/run-manager.ts'
import { openHistory } from '../../../../src/main/store/history.ts'
import { givesBack, openHelperRoom, type SmallHelper } from '../../host/support/small-helper.ts'
import { container, facts, healthCheck, model, wholeLab } from '../sample-model.ts'
import { createSmallEngine, type SmallEngine } from '../small-engine.ts'

const recipe: RecipeSettings = {
  swapMib: 1024,
  swapPlace: 'default',
  pauseGuards: false,
  flushCache: false,
  until: 'ready',
  limitMs: null,
  whenAvailableBelowMib: null,
  onFailure: 'continue',
}

const noCompose: Compose = {
  version: () => Promise.resolve('2.40.3'),
  run: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'not expected here' }),
  resolve: () => Promise.reject(new Error('not expected here')),
  hashJoining: () => Promise.reject(new Error('not expected here')),
  validate: () => Promise.resolve(null),
}

function labWith(changes: Partial<RecipeSettings>) {
  const settings = new Map([['web', { recipe: { ...recipe, ...changes } }]])
  return model({ app: { services: { web: { healthCheck } }, settings } })
}

function planWith(changes: Partial<RecipeSettings>, noRecipes: string | null = null) {
  const existing = container('app', 'web', { id: 'web', state: 'exited', exitCode: 0 })
  return planStart(facts(labWith(changes), [existing], { noRecipes }), {
    targets: wholeLab,
    appsOnly: false,
    timeoutMs: null,
  })
}

interface Room {
  readonly runs: RunManager
  readonly small: SmallEngine
  readonly told: () => readonly string[]
  readonly start: () => Promise<string>
}

function room(changes: Partial<RecipeSettings> = {}, helper: SmallHelper = {}): Room {
  const stateDir = mkdtempSync(join(tmpdir(), 'switchyard-recipe-'))
  const history = openHistory(stateDir)
  const small = createSmallEngine()
  const { control: host, told } = openHelperRoom(helper)
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
  onTestFinished(async () => {
    await runs.dispose()
    history.close()
    rmSync(stateDir, { recursive: true })
  })
  small.put('web', { healthTest: ['CMD', 'check'] })
  const plan = planWith(changes)
  const start = () =>
    runs.start(plan.lab.dir, () => Promise.resolve({ plan, model: labWith(changes) }), { rollback: false })
  return { runs, small, told, start }
}

async function finish({ runs, start }: Room): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const event of runs.events(await start())) lines.push(...brief(event))
  return lines
}

function brief(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'step-started':
      return [event.step]
    case 'step-finished':
      return [`${event.step} ${event.outcome}`]
    case 'host-changed':
      return [`${event.part} ${event.state}`]
    case 'notice':
      return [event.message]
    case 'service-changed':
      return event.readiness === 'ready' || event.detail ? [`${event.readiness} ${event.detail ?? ''}`] : []
    case 'run-finished':
      return [`finished ${event.outcome}, not started: ${event.notStarted.length}`]
    case 'run-started':
    case 'step-output':
      return []
  }
}

describe('the plan of a service with a recipe', () => {
  it('has the host’s steps around the start, with a limit and the exact command', () => {
    const steps = planWith({ pauseGuards: true }).steps
    expect(steps.map(({ id, after }) => ({ id, after }))).toEqual([
      { id: 'lease:app/web', after: [] },
      { id: 'start:app/web', after: ['lease:app/web'] },
      { id: 'release:app/web', after: ['start:app/web'] },
    ])
    expect(steps[0]).toMatchObject({ recipe: { limitMs: 16 * 60_000 } })
    expect(steps[0]?.command.join(' ')).toBe(
      '/usr/lib/switchyard/host/switchyard-host hold --id <lease> --swap-mib 1024 --place default --guards pause --cache leave --limit-s 960 --door <door> --run <run> --label app/web',
    )
  })

  it('takes the recipe’s own limit, or that of its time', () => {
    const limitOf = (changes: Partial<RecipeSettings>) => {
      const [lease] = planWith(changes).steps
      return lease?.kind === 'lease' ? lease.recipe.limitMs : null
    }
    expect([limitOf({ limitMs: 5000 }), limitOf({ until: { forMs: 10_000 } })]).toEqual([5000, 70_000])
  })
})

describe('the plan of a service whose recipe must not be carried out', () => {
  it('only starts it, and says why', () => {
    const { steps, warnings } = planWith({}, 'The engine is elsewhere.')
    expect(steps.map(({ id }) => id)).toEqual(['start:app/web'])
    expect(warnings).toEqual(['app/web starts without its recipe. The engine is elsewhere.'])
  })
})

describe('a run of a service with a recipe', () => {
  it('prepares the host before the start, and gives it back when the service is ready', async () => {
    const opened = room()
    opened.small.answer({ exitCode: 0, output: '' })
    expect(await finish(opened)).toEqual([
      'lease:app/web',
      'swap changing',
      'swap changed',
      'lease:app/web succeeded',
      'start:app/web',
      'ready ',
      'start:app/web succeeded',
      'release:app/web',
      'swap restoring',
      'swap restored',
      'release:app/web succeeded',
      'finished succeeded, not started: 0',
    ])
    expect(opened.small.calls).toEqual(['start web'])
  })

  it('gives it back when the service fails', async () => {
    const opened = room()
    opened.small.onStart((id) => {
      opened.small.put(id, { state: 'exited', exitCode: 3 })
      opened.small.emit(id, { kind: 'died', exitCode: 3 })
    })
    const lines = await finish(opened)
    expect(lines.slice(-5)).toEqual([
      'release:app/web',
      'swap restoring',
      'swap restored',
      'release:app/web succeeded',
      'finished failed, not started: 0',
    ])
  })

  it('gives it back when the run is cancelled', async () => {
    const opened = room()
    const id = await opened.start()
    const lines: string[] = []
    for await (const event of opened.runs.events(id)) {
      lines.push(...brief(event))
      if (event.type === 'step-started' && event.step === 'start:app/web') opened.runs.cancel(id)
    }
    expect(lines.slice(-4)).toEqual([
      'swap restoring',
      'swap restored',
      'release:app/web succeeded',
      'finished cancelled, not started: 1',
    ])
  })

  it('starts all the same when the host refuses, and says so', async () => {
    const opened = room({}, refusing)
    opened.small.answer({ exitCode: 0, output: '' })
    const lines = await finish(opened)
    expect(lines).toContain(
      'The host could not be prepared for app/web, which is started all the same: There is no room.',
    )
    expect(lines).not.toContain('release:app/web')
    expect(lines.at(-1)).toBe('finished succeeded, not started: 0')
  })

  it('does not start when the recipe says that it must be prepared', async () => {
    const opened = room({ onFailure: 'abort' }, refusing)
    const lines = await finish(opened)
    expect(lines).toContain('created not started: the host could not be prepared: There is no room.')
    expect(lines.at(-1)).toBe('finished failed, not started: 1')
    expect(opened.small.calls).toEqual([])
  })

  it('leaves the host alone where memory is enough', async () => {
    const opened = room({ whenAvailableBelowMib: 1 })
    opened.small.answer({ exitCode: 0, output: '' })
    const lines = await finish(opened)
    expect(lines[0]).toBe('lease:app/web')
    expect(lines[1]).toBe('lease:app/web skipped')
    expect(lines[2]).toMatch(
      /^The host is not prepared for app\/web: .* are available, and 1\u00a0MiB are enough\.$/,
    )
    expect(opened.told()).toEqual([''])
  })

  it('says when the host goes back before the service is ready', async () => {
    const opened = room({}, { take: `${takesAndLoses}\n${givesBack}\nexit 0` })
    opened.small.onStart((id) => {
      opened.small.put(id, { state: 'running', startedAt: new Date().toISOString() })
      setTimeout(() => opened.small.answer({ exitCode: 0, output: '' }), 200)
    })
    expect(await finish(opened)).toContain('The host was given back before app/web was ready.')
  })

  it('ends while swap is still being emptied, and says who goes on', async () => {
    const opened = room(
      {},
      {
        giveBack: `echo '{"event":"pending","reason":"still in use","usedBytes":2,"neededBytes":3,"availableBytes":1}'
sleep 0.3
${givesBack}`,
      },
    )
    opened.small.answer({ exitCode: 0, output: '' })
    const lines = await finish(opened)
    expect(lines.slice(-4)).toEqual([
      'swap pending',
      'The swap for app/web cannot be taken off yet; the host helper goes on until it is off. See: switchyard host leases.',
      'release:app/web succeeded',
      'finished succeeded, not started: 0',
    ])
  })
})

const refusing: SmallHelper = {
  take: `echo '{"event":"refused","message":"There is no room.","code":73}'\nexit 73`,
}

const takesAndLoses = `echo '{"event":"step","step":"swap","state":"done","detail":null,"elapsedMs":1}'
echo '{"event":"held","lease":"x","limitS":60}'
sleep 0.05`
