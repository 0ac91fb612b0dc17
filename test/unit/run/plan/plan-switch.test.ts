import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../../src/shared/plan.ts'
import { type PlanFacts, planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { type SwitchFacts, planSwitch } from '../../../../src/main/run/plan/plan-switch.ts'
import {
  container,
  onServices,
  onStacks,
  port,
  problemsOf,
  shape,
  stepOf,
  wholeLab,
} from '../sample-model.ts'
import { containersIn, environmentsOf, modelIn, outlined, switchFacts } from '../sample-environments.ts'

const options = { targets: wholeLab, appsOnly: false, timeoutMs: null, includeAlwaysOn: false }

function plan(given: SwitchFacts, changes: Partial<typeof options> = {}): Plan {
  return planSwitch(given, { ...options, ...changes })
}

/** `service change`, in the order of the plan. */
function changesOf({ switch: found }: Plan): readonly string[] {
  return (found?.services ?? []).map(({ service, change }) => `${service.service} ${change}`)
}

const layered = environmentsOf({
  app: {
    services: { db: {}, api: { ports: [port(8000)] } },
    environments: {
      dev: { services: { api: { configHash: 'api-dev', ports: [port(8000)] }, debug: {} } },
      test: {
        services: { db: { configHash: 'db-test' }, api: { configHash: 'api-test', ports: [port(8001)] } },
        project: 'app-test',
      },
    },
  },
})

describe('planSwitch', () => {
  it('touches only what differs within one project, and takes away what the other environment leaves behind', () => {
    const running = containersIn(modelIn(layered, 'dev'), 'app')
    const switched = plan(switchFacts(layered, null, running))
    expect(changesOf(switched)).toEqual(['db keep', 'api recreate', 'debug remove'])
    expect(switched).toMatchObject({
      kind: 'switch',
      environment: null,
      unchanged: [{ stack: 'app', service: 'db' }],
      switch: { from: [{ stack: 'app', environment: 'dev', project: 'app' }] },
    })
    expect(shape(switched)).toEqual({
      'stop:app/debug': [],
      'remove:app/debug': ['stop:app/debug'],
      'create:app': ['stop:app/debug', 'remove:app/debug'],
      'start:app/api': ['create:app', 'stop:app/debug', 'remove:app/debug'],
    })
    expect(stepOf(switched, 'stop', 'stop:app/debug').containers).toEqual(['dev-debug'])
  })

  it('stops and removes the project of the other environment before its own takes the ports', () => {
    const running = containersIn(modelIn(layered, 'dev'), 'app')
    const switched = plan(switchFacts(layered, 'test', running))
    expect(changesOf(switched)).toEqual(['db recreate', 'api recreate', 'debug remove'])
    expect(switched.switch?.services.find(({ service }) => service.service === 'api')).toMatchObject({
      project: { before: 'app', after: 'app-test' },
      differences: [{ part: 'ports', before: ['8000→8000/tcp'], after: ['8001→8001/tcp'] }],
    })
    expect(switched.switch?.networks.removedOf).toEqual(['app'])
    const gone = ['stop:app/api', 'stop:app/db', 'stop:app/debug']
    expect(stepOf(switched, 'create', 'create:app').after).toEqual(expect.arrayContaining(gone))
    expect(stepOf(switched, 'start', 'start:app/api').after).toEqual(expect.arrayContaining(gone))
  })

  it('does nothing when the environment runs already', () => {
    const running = containersIn(modelIn(layered, 'test'), 'app')
    expect(plan(switchFacts(layered, 'test', running))).toMatchObject({
      steps: [],
      switch: {
        services: [
          { service: { service: 'db' }, change: 'keep' },
          { service: { service: 'api' }, change: 'keep' },
        ],
      },
    })
  })

  it('makes images before it stops anything, so that a build that fails leaves what runs', () => {
    const models = environmentsOf({
      app: {
        services: { api: { ...outlined({ settings: { build: 'one' } }), hasBuild: true, image: 'api:1' } },
        environments: {
          dev: {
            services: {
              api: { ...outlined({ settings: { build: 'two' }, target: 'dev' }), configHash: 'dev' },
              debug: {},
            },
          },
        },
      },
    })
    // The image is there, but built for the other environment: it carries the same name.
    const switched = plan(switchFacts(models, null, containersIn(modelIn(models, 'dev'), 'app')))
    expect(shape(switched)).toMatchObject({ 'build:app': [], 'stop:app/debug': ['build:app'] })
    // A start from nothing is no safer.
    const { environments, ...plain } = switchFacts(models, null, [])
    const started = (given: PlanFacts) =>
      planStart(given, { targets: wholeLab, appsOnly: false, timeoutMs: null })
    expect(Object.keys(shape(started({ ...plain, environments })))).toContain('build:app')
    expect(Object.keys(shape(started(plain)))).not.toContain('build:app')
  })

  it('takes the profile away that is not chosen any more', () => {
    const services = {
      cpu: { profiles: ['cpu'], ports: [port(11434)] },
      gpu: { profiles: ['gpu'], ports: [port(11434)] },
      web: {},
    }
    const before = environmentsOf({ compute: { services } }, ['cpu'])
    const after = environmentsOf({ compute: { services } }, ['gpu'])
    const running = containersIn(modelIn(before, null), 'compute')
    const switched = plan({
      ...switchFacts(after, null, running),
      listeners: [{ address: '', port: 11434, protocol: 'tcp', owner: 'docker-proxy' }],
    })
    expect(changesOf(switched)).toEqual(['gpu create', 'web keep', 'cpu remove'])
    expect(stepOf(switched, 'start', 'start:compute/gpu').after).toContain('stop:compute/cpu')
  })

  it('stops first whose port goes to a stack that may start before it', () => {
    const models = environmentsOf({
      first: {
        services: { a: {} },
        environments: { dev: { services: { a: { configHash: 'a-dev', ports: [port(80)] } } } },
      },
      second: {
        services: { b: { ports: [port(80)] } },
        environments: { dev: { services: { b: { configHash: 'b-dev', ports: [port(81)] } } } },
      },
    })
    const running = ['first', 'second'].flatMap((stack) => containersIn(modelIn(models, null), stack))
    const switched = plan(switchFacts(models, 'dev', running))
    expect(stepOf(switched, 'stop', 'stop:second/b').containers).toEqual(['default-b'])
    expect(stepOf(switched, 'start', 'start:first/a').after).toContain('stop:second/b')
  })

  it('leaves other stacks, always-on stacks and strangers of the project alone', () => {
    const models = environmentsOf({
      data: {
        services: { db: {} },
        alwaysOn: true,
        environments: { dev: { services: { db: { configHash: 'dev' }, admin: {} } } },
      },
      app: { services: { api: {} }, environments: { dev: { services: { debug: {} } } } },
      other: { services: { x: {} }, autoStart: false, environments: { dev: { services: { y: {} } } } },
    })
    const dev = modelIn(models, 'dev')
    const running = [
      ...['data', 'app', 'other'].flatMap((stack) => containersIn(dev, stack)),
      container('app', 'stranger', { configFiles: ['/elsewhere/compose.yaml'] }),
      container('app', 'api', { id: 'one-off', isOneOff: true }),
    ]
    const facts = switchFacts(models, null, running)
    const one = plan(facts, { targets: onStacks('app') })
    expect(one.steps.flatMap((step) => ('containers' in step ? step.containers : []))).toEqual([
      'dev-debug',
      'dev-debug',
    ])
    const whole = plan(facts)
    expect(changesOf(whole)).toEqual(['db keep', 'api keep', 'debug remove', 'y remove'])
    expect([whole.spared, whole.warnings]).toEqual([
      ['data'],
      [
        'data/db is always-on and runs with another configuration or image; it is left so. To replace it: switchyard switch default data --include-always-on.',
      ],
    ])
    const named = plan(facts, { targets: onStacks('data'), includeAlwaysOn: true })
    expect(changesOf(named)).toEqual(['db recreate', 'admin remove'])
  })

  it('leaves an environment that does not run as it is, and one that none of the files would make by its own names', () => {
    const stopped = containersIn(modelIn(layered, 'dev'), 'app', { state: 'exited', exitCode: 0 })
    expect(changesOf(plan(switchFacts(layered, 'test', stopped)))).toEqual(['db create', 'api create'])
    const byHand = container('app', 'old', { configFiles: ['/lab/app/compose.yaml', '/lab/app/gone.yaml'] })
    const switched = plan(switchFacts(layered, 'test', [byHand]))
    expect(stepOf(switched, 'remove', 'remove:app/old')).toMatchObject({
      containers: ['id-app-old'],
      after: ['stop:app/old'],
    })
  })

  it('takes two environments away that run beside each other', () => {
    const running = [
      ...containersIn(modelIn(layered, null), 'app'),
      ...containersIn(modelIn(layered, 'test'), 'app'),
    ]
    const switched = plan(switchFacts(layered, 'dev', running))
    expect(switched.switch?.from).toEqual([
      { stack: 'app', environment: null, project: 'app' },
      { stack: 'app', environment: 'test', project: 'app-test' },
    ])
    expect(changesOf(switched)).toEqual([
      'db keep',
      'api recreate',
      'debug create',
      'db remove',
      'api remove',
    ])
    expect(stepOf(switched, 'remove-networks', 'remove-networks:app-test').after).toEqual([
      'remove:app/db',
      'remove:app/api',
    ])
  })

  it('is for whole stacks', () => {
    const facts = switchFacts(layered, 'dev', [])
    expect(problemsOf(() => plan(facts, { targets: onServices('app/api') }))).toEqual([
      'NAME_UNKNOWN A switch is for whole stacks, and app/api is a service.',
    ])
  })
})
