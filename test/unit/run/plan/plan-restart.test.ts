import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../../src/shared/plan.ts'
import { planRestart } from '../../../../src/main/run/plan/plan-restart.ts'
import type { PlanFacts } from '../../../../src/main/run/plan/plan-start.ts'
import type { Targets } from '../../../../src/main/run/plan/select-targets.ts'
import {
  container,
  facts,
  model,
  needs,
  onServices,
  onStacks,
  port,
  shape,
  stepOf,
  wholeLab,
} from '../sample-model.ts'

function plan(
  given: PlanFacts,
  targets: Targets,
  more: { includeAlwaysOn?: boolean; appsOnly?: boolean; clean?: boolean } = {},
): Plan {
  return planRestart(given, { targets, appsOnly: false, includeAlwaysOn: false, timeoutMs: null, ...more })
}

describe('planRestart', () => {
  const lab = model({
    data: { services: { db: {} } },
    app: {
      services: { migrate: {}, web: { dependsOn: [needs('migrate', 'service_completed_successfully')] } },
      needs: ['data'],
    },
  })
  const all = [
    container('data', 'db'),
    container('app', 'migrate', { state: 'exited', exitCode: 0 }),
    container('app', 'web'),
  ]

  it('stops, then starts again, and runs the one-shots before it once more', () => {
    const made = plan(facts(lab, all), onStacks('app'))
    expect({ kind: made.kind, steps: shape(made), unchanged: made.unchanged }).toEqual({
      kind: 'restart',
      steps: {
        'stop:app/web': [],
        'start:app/migrate': ['stop:app/web'],
        'start:app/web': ['stop:app/web'],
      },
      unchanged: [{ stack: 'data', service: 'db' }],
    })
  })

  it('starts the same containers again', () => {
    expect(stepOf(plan(facts(lab, all), onServices('data/db')), 'start', 'start:data/db').containers).toEqual(
      ['id-data-db'],
    )
  })

  it('makes the containers anew in between when it is clean, and keeps the networks', () => {
    const made = plan(facts(lab, all), onStacks('app'), { clean: true })
    expect(shape(made)).toEqual({
      'stop:app/web': [],
      'remove:app/migrate': [],
      'remove:app/web': ['stop:app/web'],
      'create:app': ['stop:app/web', 'remove:app/migrate', 'remove:app/web'],
      'start:app/migrate': ['create:app', 'stop:app/web', 'remove:app/migrate', 'remove:app/web'],
      'start:app/web': ['create:app', 'stop:app/web', 'remove:app/migrate', 'remove:app/web'],
    })
    expect([
      stepOf(made, 'stop', 'stop:app/web').isOptional,
      stepOf(made, 'remove', 'remove:app/web'),
    ]).toEqual([
      true,
      {
        kind: 'remove',
        id: 'remove:app/web',
        after: ['stop:app/web'],
        project: 'app',
        service: { stack: 'app', service: 'web' },
        containers: ['id-app-web'],
        force: true,
        anonymousVolumes: true,
        command: ['docker', 'rm', '--force', '--volumes', 'app-web-1'],
      },
    ])
  })

  it('starts what was down', () => {
    expect(shape(plan(facts(lab, [container('data', 'db')]), onStacks('data')))).toEqual({
      'stop:data/db': [],
      'start:data/db': ['stop:data/db'],
    })
    expect(shape(plan(facts(lab), onStacks('data')))).toEqual({
      'create:data': [],
      'start:data/db': ['create:data'],
    })
  })

  it('finds its own ports free', () => {
    const publishing = model({ app: { services: { web: { ports: [port(80)] } } } })
    const running = container('app', 'web', { ports: [port(80)] })
    const given = facts(publishing, [running], {
      listeners: [{ address: '0.0.0.0', port: 80, protocol: 'tcp', owner: 'docker-proxy (pid 7)' }],
    })
    expect(Object.keys(shape(plan(given, wholeLab)))).toEqual(['stop:app/web', 'start:app/web'])
  })

  it('brings back everything that ran, also what does not start by itself', () => {
    const manual = model({
      app: { services: { web: {}, debug: { profiles: ['debug'] } } },
      extra: { services: { tool: {} }, autoStart: false },
      unused: { services: { idle: {} }, autoStart: false },
    })
    const running = [container('app', 'web'), container('app', 'debug'), container('extra', 'tool')]
    const starts = (targets: Targets) =>
      Object.keys(shape(plan(facts(manual, running), targets))).filter((id) => id.startsWith('start:'))
    expect([starts(wholeLab), starts(onStacks('app'))]).toEqual([
      ['start:app/web', 'start:app/debug', 'start:extra/tool'],
      ['start:app/web', 'start:app/debug'],
    ])
  })

  it('spares always-on stacks unless they are named and confirmed', () => {
    const split = model({
      infra: { project: { key: 'lab' }, services: { db: {} }, alwaysOn: true },
      app: { project: { key: 'lab' }, services: { web: { dependsOn: [needs('db')] } } },
    })
    const given = facts(split, [container('lab', 'db'), container('lab', 'web')])
    expect({
      lab: shape(plan(given, wholeLab)),
      apps: shape(plan(given, wholeLab, { appsOnly: true })),
      confirmed: shape(plan(given, onStacks('infra'), { includeAlwaysOn: true })),
    }).toEqual({
      lab: { 'stop:app/web': [], 'start:app/web': ['stop:app/web'] },
      apps: { 'stop:app/web': [], 'start:app/web': ['stop:app/web'] },
      confirmed: { 'stop:infra/db': [], 'start:infra/db': ['stop:infra/db'] },
    })
    expect(plan(given, wholeLab).spared).toEqual(['infra'])
  })
})
