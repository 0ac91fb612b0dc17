import { describe, expect, it } from 'vitest'
import { findMixedEnvironments } from '../../../../src/main/run/plan/find-mixed-environments.ts'
import { planRestart } from '../../../../src/main/run/plan/plan-restart.ts'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { findMakers, type MadeBy } from '../../../../src/main/run/facts/running-environments.ts'
import { container, facts, onStacks, problemsOf, wholeLab } from '../sample-model.ts'
import { containersIn, environmentsOf, modelIn } from '../sample-environments.ts'

const models = environmentsOf({
  app: {
    services: { api: {}, db: {} },
    environments: {
      dev: { services: { api: { configHash: 'api-dev' }, debug: {} } },
      night: { services: { api: { configHash: 'api-night' } }, files: [], envFiles: ['/lab/app/.env.night'] },
      test: { services: { api: { configHash: 'api-test' } }, project: 'app-test' },
    },
  },
  other: { services: { x: {} } },
})
const start = { targets: wholeLab, appsOnly: false, timeoutMs: null }

function told(made: readonly MadeBy[]) {
  return made.map(({ environment, isKnown, project, containers }) => [
    isKnown ? (environment ?? 'default') : 'unknown',
    project,
    containers.map(({ service }) => service),
  ])
}

describe('which environment made a container', () => {
  it('is told by project, files and env files, several beside each other', () => {
    const running = ['dev', 'test'].flatMap((name) => containersIn(modelIn(models, name), 'app'))
    expect(told(findMakers('app', models, running))).toEqual([
      ['dev', 'app', ['api', 'db', 'debug']],
      ['test', 'app-test', ['api', 'db']],
    ])
    const night = containersIn(modelIn(models, 'night'), 'app')
    expect(told(findMakers('app', models, night))).toEqual([['night', 'app', ['api', 'db']]])
    expect(told(findMakers('other', models, containersIn(modelIn(models, 'dev'), 'other')))).toEqual([
      ['default', 'other', ['x']],
    ])
  })

  it('counts what a switch has left because both have it alike for the one that runs', () => {
    const [api] = containersIn(modelIn(models, null), 'app')
    const db = containersIn(modelIn(models, 'dev'), 'app').filter(({ service }) => service === 'db')
    expect(told(findMakers('app', models, [...(api ? [api] : []), ...db]))).toEqual([
      ['default', 'app', ['api', 'db']],
    ])
  })

  it('is told by the services that fit where only profiles differ', () => {
    const byProfile = environmentsOf({
      compute: {
        services: { cpu: { profiles: ['cpu'] }, gpu: { profiles: ['gpu'] } },
        environments: {
          cpu: { services: {}, files: [], profiles: ['cpu'] },
          gpu: { services: {}, files: [], profiles: ['gpu'] },
        },
      },
    })
    const running = containersIn(modelIn(byProfile, 'gpu'), 'compute')
    expect(told(findMakers('compute', byProfile, running))).toEqual([['gpu', 'compute', ['gpu']]])
  })

  it('is nobody for files that no environment has, and strangers are not looked at', () => {
    const byHand = container('app', 'api', {
      configHash: 'by-hand',
      configFiles: ['/lab/app/compose.yaml', '/tmp/mine.yaml'],
    })
    const stranger = container('app', 'api', { configFiles: ['/elsewhere/compose.yaml'] })
    expect(told(findMakers('app', models, [byHand, stranger]))).toEqual([['unknown', 'app', ['api']]])
  })
})

describe('two environments of one project', () => {
  const dev = containersIn(modelIn(models, 'dev'), 'app')

  it('are refused by a start and by a restart, with both ways on', () => {
    const plain = facts(modelIn(models, null), dev)
    const refusal = [
      'ENVIRONMENT_CLASH Project app runs as environment dev (2 containers): starting default would mix the two.',
    ]
    expect(problemsOf(() => planStart(plain, start))).toEqual(refusal)
    expect(problemsOf(() => planRestart(plain, { ...start, includeAlwaysOn: false }))).toEqual(refusal)
    const [problem] = findMixedEnvironments(plain.model, plain.model.services, dev)
    expect(problem?.hint).toBe(
      'To change over: switchyard switch default app. To run both beside each other, give dev a `project` of its own in switchyard.yaml, under environments.',
    )
  })

  it('are no mistake in projects of their own, for another stack, for what is alike, and for what has stopped', () => {
    const mixes = (environment: string | null, containers = dev, stack = 'app') => {
      const model = modelIn(models, environment)
      const services = model.services.filter((service) => service.stack.name === stack)
      return findMixedEnvironments(model, services, containers).length
    }
    expect(mixes('night')).toBe(1)
    expect(mixes('dev')).toBe(0)
    expect(mixes('test')).toBe(0)
    expect(mixes(null, dev, 'other')).toBe(0)
    expect(
      mixes(
        null,
        dev.filter(({ service }) => service === 'db'),
      ),
    ).toBe(0)
    expect(mixes(null, containersIn(modelIn(models, 'dev'), 'app', { state: 'exited' }))).toBe(0)
  })

  it('leave an always-on stack alone that is only needed', () => {
    const needing = environmentsOf({
      data: {
        services: { db: {} },
        alwaysOn: true,
        environments: { dev: { services: { db: { configHash: 'dev' } } } },
      },
      app: { services: { api: {} }, needs: ['data'] },
    })
    const running = containersIn(modelIn(needing, null), 'data')
    const plan = planStart(facts(modelIn(needing, 'dev'), running), { ...start, targets: onStacks('app') })
    expect(plan.steps.map(({ id }) => id)).toEqual(['create:app', 'start:app/api'])
  })
})
