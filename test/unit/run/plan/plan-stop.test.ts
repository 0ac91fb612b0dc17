import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../../src/shared/plan.ts'
import type { LabModel } from '../../../../src/main/run/facts/lab-model.ts'
import { planStop, type StopOptions } from '../../../../src/main/run/plan/plan-stop.ts'
import type { ContainerSummary } from '../../../../src/main/engine/model.ts'
import {
  container,
  facts,
  model,
  needs,
  onServices,
  onStacks,
  shape,
  stepIds,
  stepOf,
  wholeLab,
} from '../sample-model.ts'

function plan(
  lab: LabModel,
  containers: readonly ContainerSummary[],
  options: Partial<StopOptions> = {},
): Plan {
  return planStop(facts(lab, containers), {
    targets: wholeLab,
    includeAlwaysOn: false,
    remove: false,
    ...options,
  })
}

const exited = { state: 'exited', exitCode: 0 } as const

/** Ids of every container that a plan would stop or remove. */
function touched(made: Plan): readonly string[] {
  const ids = made.steps.flatMap((step) =>
    step.kind === 'stop' || step.kind === 'remove' ? step.containers : [],
  )
  return [...new Set(ids)].sort()
}

describe('the order of a stop', () => {
  const lab = model({
    data: { services: { db: {}, cache: {} } },
    app: {
      services: { web: { dependsOn: [needs('api')] }, api: {} },
      needs: ['data'],
    },
  })
  const all = [
    container('data', 'db'),
    container('data', 'cache'),
    container('app', 'web'),
    container('app', 'api'),
  ]

  it('is the reverse of the start', () => {
    const made = plan(lab, all)
    expect({ waves: made.waves, steps: shape(made) }).toEqual({
      waves: [['app'], ['data']],
      steps: {
        'stop:data/db': ['stop:app/web', 'stop:app/api'],
        'stop:data/cache': ['stop:app/web', 'stop:app/api'],
        'stop:app/web': [],
        'stop:app/api': ['stop:app/web'],
      },
    })
  })

  it('stops each service by the ids of its containers', () => {
    expect(stepOf(plan(lab, all), 'stop', 'stop:data/db')).toEqual({
      kind: 'stop',
      id: 'stop:data/db',
      after: ['stop:app/web', 'stop:app/api'],
      project: 'data',
      service: { stack: 'data', service: 'db' },
      wave: 1,
      via: 'engine',
      containers: ['id-data-db'],
      command: ['docker', 'stop', 'data-db-1'],
    })
  })

  it('lets Compose stop what has a hook for it', () => {
    const hooked = model({ app: { services: { web: { stopsByCompose: true } } } })
    const { via, command } = stepOf(plan(hooked, [container('app', 'web')]), 'stop', 'stop:app/web')
    expect([via, command.slice(-2)]).toEqual(['compose', ['stop', 'web']])
  })

  it('holds over a one-shot in between that has exited', () => {
    const chain = model({
      app: {
        services: {
          db: {},
          migrate: { dependsOn: [needs('db')] },
          web: { dependsOn: [needs('migrate', 'service_completed_successfully')] },
        },
      },
    })
    const containers = [container('app', 'db'), container('app', 'migrate', exited), container('app', 'web')]
    expect(shape(plan(chain, containers))).toEqual({ 'stop:app/db': ['stop:app/web'], 'stop:app/web': [] })
  })

  it('holds over a service in between that has no container', () => {
    const chain = model({
      low: { services: { a: {} } },
      middle: { services: { b: {} } },
      high: { services: { c: {} } },
    })
    expect(shape(plan(chain, [container('low', 'a'), container('high', 'c')]))).toEqual({
      'stop:low/a': ['stop:high/c'],
      'stop:high/c': [],
    })
  })

  it('comes to its end even when the lab’s needs go round in a circle', () => {
    const circle = model({
      first: { services: { a: {}, b: { dependsOn: [needs('a')] } }, needs: ['second'] },
      second: { services: { c: {} }, needs: ['first'] },
    })
    const containers = [container('first', 'a'), container('first', 'b'), container('second', 'c')]
    expect(shape(plan(circle, containers))).toEqual({
      'stop:first/a': ['stop:first/b'],
      'stop:first/b': [],
      'stop:second/c': [],
    })
  })
})

describe('what a stop stops', () => {
  const lab = model({
    data: { services: { db: {} } },
    app: { services: { web: {}, debug: { profiles: ['debug'] } }, autoStart: false },
  })

  it.each([
    [
      'the whole lab: also what does not start by itself or is of an inactive profile',
      wholeLab,
      ['stop:data/db', 'stop:app/web', 'stop:app/debug'],
    ],
    ['a stack', onStacks('app'), ['stop:app/web', 'stop:app/debug']],
    ['a service', onServices('app/web'), ['stop:app/web']],
  ])('of %s', (_, targets, expected) => {
    const all = [container('data', 'db'), container('app', 'web'), container('app', 'debug')]
    expect(stepIds(plan(lab, all, { targets }))).toEqual(expected)
  })

  it('is what runs, restarts or is paused; the rest is unchanged', () => {
    const states = ['running', 'restarting', 'paused', 'created', 'exited', 'dead'] as const
    const many = model({ app: { services: Object.fromEntries(states.map((state) => [state, {}])) } })
    const made = plan(
      many,
      states.map((state) => container('app', state, { state })),
    )
    expect({ ids: stepIds(made), unchanged: made.unchanged.map(({ service }) => service) }).toEqual({
      ids: ['stop:app/running', 'stop:app/restarting', 'stop:app/paused'],
      unchanged: ['created', 'exited', 'dead'],
    })
  })

  it('is never a container of another project or of a `compose run`', () => {
    const others = [container('other', 'db'), container('data', 'db', { isOneOff: true })]
    expect(plan(lab, others).steps).toEqual([])
  })

  it('warns of what goes on running without what it depends on', () => {
    const needy = model({ data: { services: { db: {} } }, app: { services: { web: {} }, needs: ['data'] } })
    const both = [container('data', 'db'), container('app', 'web')]
    expect(plan(needy, both, { targets: onStacks('data') }).warnings).toEqual([
      'app/web goes on running although it depends on data/db.',
    ])
  })
})

describe('always-on stacks', () => {
  const separate = model({ infra: { services: { db: {} }, alwaysOn: true }, app: { services: { web: {} } } })
  const separateAll = [container('infra', 'db'), container('app', 'web')]
  const shared = model({
    infra: { project: { key: 'lab' }, services: { db: {} }, alwaysOn: true },
    app: { project: { key: 'lab' }, services: { web: { dependsOn: [needs('db')] } } },
  })
  const sharedAll = [container('lab', 'db'), container('lab', 'web')]
  // Two files of one folder that both have the proxy, alike.
  const folder = { dir: '/lab/folder', name: 'folder' }
  const twins = model({
    infra: {
      project: { ...folder, key: 'infra', files: ['/lab/folder/infra.yml'] },
      services: { proxy: {}, db: {} },
      alwaysOn: true,
    },
    app: {
      project: { ...folder, key: 'app', files: ['/lab/folder/app.yml'] },
      services: { proxy: {}, web: {} },
    },
  })
  const twinsAll = ['proxy', 'db', 'web'].map((name) =>
    container('folder', name, { configFiles: ['/lab/folder/app.yml'] }),
  )

  it.each([
    ['the whole lab', separate, separateAll, {}, ['id-app-web']],
    ['the whole lab with its containers removed', separate, separateAll, { remove: true }, ['id-app-web']],
    [
      'the whole lab although always-on stacks may be stopped, for none is named',
      separate,
      separateAll,
      { includeAlwaysOn: true },
      ['id-app-web'],
    ],
    ['the always-on stack without a confirmation', separate, separateAll, { targets: onStacks('infra') }, []],
    ['its service without a confirmation', separate, separateAll, { targets: onServices('infra/db') }, []],
    [
      'another stack with a confirmation',
      separate,
      separateAll,
      { targets: onStacks('app'), includeAlwaysOn: true },
      ['id-app-web'],
    ],
    [
      'the always-on stack with a confirmation',
      separate,
      separateAll,
      { targets: onStacks('infra'), includeAlwaysOn: true },
      ['id-infra-db'],
    ],
    ['a project that it shares', shared, sharedAll, { remove: true }, ['id-lab-web']],
    [
      'a stack of the project that it shares',
      shared,
      sharedAll,
      { targets: onStacks('app') },
      ['id-lab-web'],
    ],
    [
      'a stack that defines one of its services as well',
      twins,
      twinsAll,
      { targets: onStacks('app'), remove: true },
      ['id-folder-web'],
    ],
    [
      'the service that both define, named as the other stack’s',
      twins,
      twinsAll,
      { targets: onServices('app/proxy'), includeAlwaysOn: true },
      [],
    ],
  ] as const)('are spared when one stops %s', (_, lab, containers, options, expected) => {
    expect(touched(plan(lab, containers, options))).toEqual(expected)
  })

  it('are named as spared, unless they are stopped on purpose', () => {
    const sparedBy = (options: Partial<StopOptions>) => plan(separate, separateAll, options).spared
    expect([sparedBy({}), sparedBy({ includeAlwaysOn: true, targets: onStacks('infra') })]).toEqual([
      ['infra'],
      [],
    ])
  })

  it('are spared even when their own files are broken and another stack has services of the same names', () => {
    const broken = model({
      infra: {
        project: { ...folder, key: 'infra', files: ['/lab/folder/infra.yml'] },
        services: {},
        alwaysOn: true,
        isBroken: true,
      },
      app: {
        project: { ...folder, key: 'app', files: ['/lab/folder/app.yml'] },
        services: { proxy: {}, web: {} },
      },
    })
    const containers = [
      container('folder', 'proxy', { configFiles: ['/lab/folder/infra.yml'] }),
      container('folder', 'web', { configFiles: ['/lab/folder/app.yml'] }),
    ]
    expect(touched(plan(broken, containers, { remove: true }))).toEqual(['id-folder-web'])
  })
})

describe('down', () => {
  const lab = model({ app: { services: { web: {}, old: {} } } })

  it('removes each container after its stop, and the networks after all', () => {
    const made = plan(lab, [container('app', 'web'), container('app', 'old', exited)], { remove: true })
    expect({ kind: made.kind, unchanged: made.unchanged, steps: shape(made) }).toEqual({
      kind: 'down',
      unchanged: [],
      steps: {
        'stop:app/web': [],
        'remove:app/web': ['stop:app/web'],
        'remove:app/old': [],
        'remove-networks:app': ['remove:app/web', 'remove:app/old'],
      },
    })
  })

  it('acts on ids and never names a volume', () => {
    const made = plan(lab, [container('app', 'web', exited)], { remove: true })
    expect(made.steps.map(({ command }) => command)).toEqual([
      ['docker', 'rm', 'app-web-1'],
      ['docker', 'network', 'prune', '--filter', 'label=com.docker.compose.project=app'],
    ])
  })

  it.each([
    ['a service that stays', [container('app', 'web'), container('app', 'old')], onServices('app/web')],
    ['a container that no file knows', [container('app', 'web'), container('app', 'forgotten')], wholeLab],
    [
      'a container of a `compose run`',
      [container('app', 'web'), container('app', 'web', { id: 'run', isOneOff: true })],
      wholeLab,
    ],
  ])('keeps the networks for %s', (_, containers, targets) => {
    expect(stepIds(plan(lab, containers, { targets, remove: true }))).toEqual([
      'stop:app/web',
      'remove:app/web',
    ])
  })
})
