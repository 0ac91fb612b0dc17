import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { LabModel } from '../../../../src/main/run/facts/lab-model.ts'
import { type PlanFacts, planStart, type StartOptions } from '../../../../src/main/run/plan/plan-start.ts'
import {
  container,
  facts,
  healthCheck,
  model,
  needs,
  onServices,
  onStacks,
  problemsOf,
  shape,
  snapshot,
  stepIds,
  stepOf,
  wholeLab,
} from '../sample-model.ts'

function plan(given: PlanFacts, options: Partial<StartOptions> = {}): Plan {
  return planStart(given, { targets: wholeLab, appsOnly: false, timeoutMs: null, ...options })
}

function dataAndApp(): LabModel {
  return model({
    data: { services: { db: { healthCheck } } },
    app: {
      services: { web: { dependsOn: [needs('migrate', 'service_completed_successfully')] }, migrate: {} },
      needs: ['data'],
    },
  })
}

const upAndReady = [container('data', 'db', { health: 'healthy' }), container('app', 'web')]

describe('planStart on an empty engine', () => {
  it('creates each project in one call and starts each service behind its gates', () => {
    const project = [
      'docker',
      'compose',
      '--project-name',
      'app',
      '--project-directory',
      '/lab/app',
      '--file',
      '/lab/app/compose.yaml',
    ]
    const onDb = { on: { stack: 'data', service: 'db' }, condition: 'ready', required: true, from: 'needs' }
    const start = {
      kind: 'start',
      after: ['create:app'],
      project: 'app',
      wave: 1,
      timeoutMs: 900_000,
      retries: 0,
      via: 'engine',
      containers: [],
      expectedMs: null,
    }
    expect(plan(facts(dataAndApp()), { targets: onStacks('app') })).toEqual({
      kind: 'start',
      lab: { name: 'lab', dir: '/lab' },
      environment: null,
      waves: [['data'], ['app']],
      steps: [
        {
          kind: 'create',
          id: 'create:data',
          after: [],
          project: 'data',
          services: [{ stack: 'data', service: 'db' }],
          recreates: [],
          command: [...project.map((word) => word.replace('app', 'data')), 'up', '--no-start', '--no-build'],
        },
        {
          kind: 'create',
          id: 'create:app',
          after: [],
          project: 'app',
          services: [
            { stack: 'app', service: 'web' },
            { stack: 'app', service: 'migrate' },
          ],
          recreates: [],
          command: [...project, 'up', '--no-start', '--no-build'],
        },
        {
          ...start,
          id: 'start:data/db',
          after: ['create:data'],
          project: 'data',
          service: { stack: 'data', service: 'db' },
          wave: 0,
          gates: [],
          check: { kind: 'health' },
          command: ['docker', 'start', 'data-db-1'],
        },
        {
          ...start,
          id: 'start:app/web',
          service: { stack: 'app', service: 'web' },
          gates: [
            {
              on: { stack: 'app', service: 'migrate' },
              condition: 'completed',
              required: true,
              from: 'depends_on',
            },
            onDb,
          ],
          check: { kind: 'running', graceMs: 1000 },
          command: ['docker', 'start', 'app-web-1'],
        },
        {
          ...start,
          id: 'start:app/migrate',
          service: { stack: 'app', service: 'migrate' },
          gates: [onDb],
          check: { kind: 'completed' },
          command: ['docker', 'start', 'app-migrate-1'],
        },
      ],
      unchanged: [],
      spared: [],
      warnings: [],
      expectedMs: null,
    })
  })

  it('starts by Compose what has hooks, secrets or configs', () => {
    const lab = model({ app: { services: { web: { startsByCompose: true } } } })
    const { via, command } = stepOf(plan(facts(lab)), 'start', 'start:app/web')
    expect([via, command.slice(-6)]).toEqual([
      'compose',
      ['up', '--detach', '--no-deps', '--no-recreate', '--no-build', 'web'],
    ])
  })

  it('leaves alone what is scaled to nothing', () => {
    const lab = model({ app: { services: { web: {}, spare: { scale: 0 } } } })
    expect(stepIds(plan(facts(lab)))).toEqual(['create:app', 'start:app/web'])
  })
})

describe('planStart on what is there already', () => {
  it('does nothing for what runs, is up to date and ready', () => {
    const done = container('app', 'migrate', { state: 'exited', exitCode: 0 })
    const { steps, unchanged } = plan(facts(dataAndApp(), [...upAndReady, done]))
    expect({ steps, unchanged }).toEqual({
      steps: [],
      unchanged: [
        { stack: 'data', service: 'db' },
        { stack: 'app', service: 'web' },
        { stack: 'app', service: 'migrate' },
      ],
    })
  })

  it('only starts a container that exists, by its id and its real name', () => {
    const lab = model({ app: { services: { web: {} } } })
    const stopped = container('app', 'web', { name: 'my-web', state: 'exited', exitCode: 0 })
    const made = plan(facts(lab, [stopped]))
    const { after, containers, command } = stepOf(made, 'start', 'start:app/web')
    expect([stepIds(made), after, containers, command]).toEqual([
      ['start:app/web'],
      [],
      ['id-app-web'],
      ['docker', 'start', 'my-web'],
    ])
  })

  it('waits for what runs but is not ready, and creates nothing for it', () => {
    const lab = model({ app: { services: { web: { healthCheck } } } })
    const loading = container('app', 'web', { health: 'starting' })
    expect(shape(plan(facts(lab, [loading])))).toEqual({ 'start:app/web': [] })
  })

  it('takes what an earlier run saw ready for ready although Docker says "starting"', () => {
    const lab = model({ app: { services: { web: { healthCheck } } } })
    const loading = container('app', 'web', { health: 'starting' })
    expect(plan(facts(lab, [loading], { knownReady: new Set([loading.id]) })).steps).toEqual([])
  })

  it('names what it replaces when the configuration has changed', () => {
    const lab = model({ app: { services: { web: { configHash: 'new' }, worker: {} } } })
    const made = plan(facts(lab, [container('app', 'web'), container('app', 'worker')]))
    const { services, recreates, command } = stepOf(made, 'create', 'create:app')
    expect({ ids: stepIds(made), services, recreates, verb: command.slice(-4) }).toEqual({
      ids: ['create:app', 'start:app/web'],
      services: [{ stack: 'app', service: 'web' }],
      recreates: [{ stack: 'app', service: 'web' }],
      verb: ['up', '--no-start', '--no-build', 'web'],
    })
  })

  it('replaces what was made from another image than its reference means now, as an up of Compose does', () => {
    const lab = model({
      app: { services: { web: {}, api: {}, db: {}, own: { image: null, hasBuild: true } } },
    })
    const running = [
      container('app', 'web', { madeFrom: 'sha256:older' }),
      container('app', 'api', { madeFrom: 'sha256:api:1' }),
      container('app', 'db', { madeFrom: '' }),
      container('app', 'own', { madeFrom: 'sha256:older' }),
    ]
    const images = new Map(
      ['web:1', 'api:1', 'db:1', 'app-own:latest'].map((name) => [name, `sha256:${name}`]),
    )
    const made = plan(facts(lab, running, { snapshot: snapshot(running, { images }) }))
    expect(stepOf(made, 'create', 'create:app').recreates.map(({ service }) => service)).toEqual([
      'web',
      'own',
    ])
  })

  it('replaces what lives in a container together with it, and only then', () => {
    const services = { client: { joins: ['vpn'], dependsOn: [needs('vpn')] }, guest: { joins: ['client'] } }
    const running = ['vpn', 'client', 'guest', 'web'].map((name) => container('net', name))
    const recreates = (configHash: string) => {
      const lab = model({
        net: { services: { vpn: { configHash }, ...services, web: {}, off: { joins: ['vpn'], scale: 0 } } },
      })
      return plan(facts(lab, running)).steps.flatMap((step) =>
        step.kind === 'create' ? step.recreates.map(({ service }) => service) : [],
      )
    }
    expect([recreates('new'), recreates('hash-vpn')]).toEqual([['vpn', 'client', 'guest'], []])
  })

  it('starts again what is to be restarted with a container that is replaced', () => {
    const services = {
      db: { configHash: 'new' },
      api: { follows: ['db'], dependsOn: [needs('db')] },
      web: {},
    }
    const running = ['db', 'api', 'web'].map((name) => container('app', name))
    const made = plan(facts(model({ app: { services } }), running))
    expect([shape(made), stepOf(made, 'create', 'create:app').command.slice(-3)]).toEqual([
      { 'create:app': [], 'start:app/db': ['create:app'], 'start:app/api': [] },
      ['--no-build', 'db', 'api'],
    ])
    expect(stepOf(made, 'create', 'create:app').services).toEqual([{ stack: 'app', service: 'db' }])
  })

  it('restarts nothing of an always-on stack that nobody named', () => {
    const project = { key: 'lab' }
    const lab = model({
      data: { project, services: { db: { configHash: 'new' } } },
      infra: { project, alwaysOn: true, services: { api: { follows: ['db'], dependsOn: [needs('db')] } } },
      app: { services: { web: {} }, needs: ['data', 'infra'] },
    })
    const running = [container('lab', 'db'), container('lab', 'api')]
    expect(stepIds(plan(facts(lab, running), { targets: onStacks('app') }))).toEqual([
      'create:lab',
      'create:app',
      'start:data/db',
      'start:app/web',
    ])
  })

  it('replaces a running container only after the starts of the stacks before it', () => {
    const lab = model({
      data: { services: { db: {} } },
      app: { services: { web: { configHash: 'new' } } },
    })
    expect(shape(plan(facts(lab, [container('app', 'web')])))).toEqual({
      'create:data': [],
      'create:app': ['start:data/db'],
      'start:data/db': ['create:data'],
      'start:app/web': ['create:app'],
    })
  })

  it('never lets a create step wait for a start that waits for what it creates', () => {
    const shared = { key: 'lab' }
    const lab = model({
      infra: { project: shared, services: { db: {} } },
      models: { services: { llm: {} } },
      app: { project: shared, services: { web: { configHash: 'new' } } },
    })
    const running = [container('lab', 'web'), container('models', 'llm', { state: 'exited', exitCode: 0 })]
    expect(shape(plan(facts(lab, running)))).toEqual({
      'create:lab': [],
      'start:infra/db': ['create:lab'],
      'start:models/llm': [],
      'start:app/web': ['create:lab'],
    })
  })

  it('creates again when the number of containers is not the wanted one', () => {
    const lab = model({ app: { services: { web: { scale: 2 } } } })
    expect(shape(plan(facts(lab, [container('app', 'web')])))).toEqual({
      'create:app': [],
      'start:app/web': ['create:app'],
    })
  })
})

describe('planStart and one-shots', () => {
  const done = container('app', 'migrate', { state: 'exited', exitCode: 0 })

  it('runs one again together with what depends on it', () => {
    const stopped = container('app', 'web', { state: 'exited', exitCode: 0 })
    const database = container('data', 'db', { health: 'healthy' })
    expect(stepIds(plan(facts(dataAndApp(), [database, stopped, done])))).toEqual([
      'start:app/web',
      'start:app/migrate',
    ])
  })

  it('runs one again that failed', () => {
    const failed = { ...done, exitCode: 1 }
    expect(stepIds(plan(facts(dataAndApp(), [...upAndReady, failed])))).toEqual(['start:app/migrate'])
  })

  it('leaves one alone that nothing waits for once a run has seen it done', () => {
    const lab = model({ app: { services: { migrate: {} } } })
    const known = { knownReady: new Set([done.id]) }
    expect([stepIds(plan(facts(lab, [done]))), stepIds(plan(facts(lab, [done], known)))]).toEqual([
      ['start:app/migrate'],
      [],
    ])
  })
})

describe('planStart and what is chosen', () => {
  const lab = model({
    data: { services: { db: {} } },
    app: {
      services: { web: {}, gpu: { profiles: ['gpu'] }, debug: { profiles: ['debug'] } },
      needs: ['data'],
      project: { profiles: ['gpu'] },
    },
    extra: { services: { tool: {} }, autoStart: false },
  })

  it.each([
    [
      'the whole lab: stacks that start by themselves, with the active profiles',
      wholeLab,
      ['start:data/db', 'start:app/web', 'start:app/gpu'],
    ],
    ['a stack: with what it needs', onStacks('app'), ['start:data/db', 'start:app/web', 'start:app/gpu']],
    ['a stack that does not start by itself: when it is named', onStacks('extra'), ['start:extra/tool']],
    [
      'a service of an inactive profile: when it is named',
      onServices('app/debug'),
      ['start:data/db', 'start:app/debug'],
    ],
  ])('chooses of %s', (_, targets, expected) => {
    expect(stepIds(plan(facts(lab), { targets })).filter((id) => id.startsWith('start:'))).toEqual(expected)
  })

  it('names the services in the create command unless it is the whole project', () => {
    const commandOf = (targets: StartOptions['targets']) =>
      stepOf(plan(facts(lab), { targets }), 'create', 'create:app').command.slice(-4)
    expect([commandOf(onStacks('app')), commandOf(onServices('app/debug'))]).toEqual([
      ['gpu', 'up', '--no-start', '--no-build'],
      ['up', '--no-start', '--no-build', 'debug'],
    ])
  })

  it('takes the time limit of the request before the one of the service', () => {
    const patient = model({
      app: { services: { web: {} }, settings: new Map([['web', { timeoutMs: 5000, retries: 2 }]]) },
    })
    const limit = (timeoutMs: number | null) => {
      const step = stepOf(plan(facts(patient), { timeoutMs }), 'start', 'start:app/web')
      return [step.timeoutMs, step.retries]
    }
    expect([limit(null), limit(10)]).toEqual([
      [5000, 2],
      [10, 2],
    ])
  })
})

describe('planStart and the check that says ready', () => {
  it.each([
    [
      'the operator’s probe comes before the health check',
      { check: { kind: 'tcp', host: 'localhost', port: 1 } } as const,
      { healthCheck },
      { kind: 'tcp', host: 'localhost', port: 1 },
    ],
    [
      'health cannot be asked of a container without a check',
      { check: { kind: 'health' } } as const,
      {},
      { kind: 'running', graceMs: 1000 },
    ],
    [
      'health is asked where there is a check',
      { check: { kind: 'health' } } as const,
      { healthCheck },
      { kind: 'health' },
    ],
    [
      'a one-shot by the operator’s word',
      { check: { kind: 'completed' } } as const,
      {},
      { kind: 'completed' },
    ],
    ['running for as long as the operator says', { graceMs: 50 }, {}, { kind: 'running', graceMs: 50 }],
  ])('%s', (_, settings, spec, expected) => {
    const lab = model({ app: { services: { web: spec }, settings: new Map([['web', settings]]) } })
    expect(stepOf(plan(facts(lab)), 'start', 'start:app/web').check).toEqual(expected)
  })
})

describe('planStart with the master switch', () => {
  const lab = model({
    infra: { services: { db: {}, cache: {} }, alwaysOn: true },
    app: { services: { web: {} }, needs: ['infra'] },
  })
  const infra = [container('infra', 'db'), container('infra', 'cache')]

  it('leaves always-on stacks alone and says so', () => {
    const { steps, spared, waves, unchanged } = plan(facts(lab, infra), { appsOnly: true })
    expect({ ids: steps.map(({ id }) => id), spared, waves, unchanged }).toEqual({
      ids: ['create:app', 'start:app/web'],
      spared: ['infra'],
      waves: [['app']],
      unchanged: [],
    })
  })

  it('does not even replace an always-on container whose configuration has changed', () => {
    const outdated = infra.map((each) => ({ ...each, configHash: 'old' }))
    expect(stepIds(plan(facts(lab, outdated), { appsOnly: true }))).toEqual(['create:app', 'start:app/web'])
  })

  it('lets Compose leave alone what the services of a shared project depend on', () => {
    const shared = { key: 'lab' }
    const split = model({
      infra: { project: shared, services: { db: {} }, alwaysOn: true },
      app: { project: shared, services: { web: { dependsOn: [needs('db')] } } },
    })
    const made = plan(facts(split, [container('lab', 'db')]), { appsOnly: true })
    expect(stepOf(made, 'create', 'create:lab').command.slice(-5)).toEqual([
      'up',
      '--no-start',
      '--no-build',
      '--no-deps',
      'web',
    ])
  })

  it('complains of each always-on service that the apps need and that is down', () => {
    const down = [container('infra', 'db', { state: 'exited', exitCode: 137 })]
    expect(problemsOf(() => plan(facts(lab, down), { appsOnly: true }))).toEqual([
      'ALWAYS_ON The apps need infra/db, which is not running, and the switch never touches an always-on stack.',
      'ALWAYS_ON The apps need infra/cache, which is not running, and the switch never touches an always-on stack.',
    ])
  })

  it('is content with an always-on one-shot that has done its work', () => {
    const done = [
      container('infra', 'db', { id: 'done', state: 'exited', exitCode: 0 }),
      container('infra', 'cache'),
    ]
    const seen = facts(lab, done, { knownReady: new Set(['done']) })
    expect(stepIds(plan(seen, { appsOnly: true }))).toEqual(['create:app', 'start:app/web'])
    // A database that was stopped cleanly has exited 0 as well, and is no one-shot.
    expect(() => plan(facts(lab, done), { appsOnly: true })).toThrow('The apps need infra/db')
  })

  it('does not replace a running always-on service that a named app only needs, and says so', () => {
    const running = [container('infra', 'db', { configHash: 'older' }), container('infra', 'cache')]
    const made = plan(facts(lab, running), { appsOnly: false, targets: onStacks('app') })
    expect(stepIds(made)).toEqual(['create:app', 'start:app/web'])
    expect(stepOf(made, 'create', 'create:app').recreates).toEqual([])
    expect(made.warnings).toEqual([
      'infra/db is always-on and runs with an older configuration or image; it is left so. To replace it: switchyard up infra.',
    ])
  })

  it('starts nothing of an always-on stack even when it is named', () => {
    expect(plan(facts(lab), { appsOnly: true, targets: onStacks('infra') }).steps).toEqual([])
  })
})

describe('planStart and time', () => {
  it('expects the longest way through the gates', () => {
    const usualMs = new Map([
      ['data/db', 4000],
      ['app/migrate', 1000],
      ['app/web', 2500],
    ])
    const made = plan(facts(dataAndApp(), [], { usualMs }))
    expect([made.expectedMs, stepOf(made, 'start', 'start:app/web').expectedMs]).toEqual([7500, 2500])
  })

  it('counts nothing for what is up already', () => {
    const usualMs = new Map([
      ['data/db', 4000],
      ['app/web', 2500],
    ])
    expect(
      plan(facts(dataAndApp(), [container('data', 'db', { health: 'healthy' })], { usualMs })).expectedMs,
    ).toBe(2500)
  })
})

describe('planStart on a cycle', () => {
  it('refuses with the way around', () => {
    const lab = model({
      first: { services: { a: {} }, needs: ['second'] },
      second: { services: { b: {} }, needs: ['first'] },
    })
    expect(problemsOf(() => plan(facts(lab)))).toEqual([
      'CYCLE These services wait for each other: first/a → second/b → first/a.',
    ])
  })
})
