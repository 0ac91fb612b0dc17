import { describe, expect, it } from 'vitest'
import type { LabModel } from '../../../../src/main/run/facts/lab-model.ts'
import { closeOverNeeds, collectGates, findCycle } from '../../../../src/main/run/plan/gates.ts'
import { model, needs, type StackSpec } from '../sample-model.ts'
import { seededRandom } from '../seeded-random.ts'

/** Gates in short: `service: condition of on (from)`, with a `?` where the gate is not required. */
function gatesOf({ services }: LabModel): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...collectGates(services)].map(([key, gates]) => [
      key,
      gates.map(
        ({ on, condition, required, from }) =>
          `${condition}${required ? '' : '?'} ${on.stack}/${on.service} (${from})`,
      ),
    ]),
  )
}

function keysOf(services: readonly { readonly key: string }[]): readonly string[] {
  return services.map(({ key }) => key)
}

describe('collectGates', () => {
  it('takes the conditions of depends_on as they are written', () => {
    const lab = model({
      app: {
        services: {
          db: {},
          cache: {},
          migrate: { dependsOn: [needs('db', 'service_healthy')] },
          web: {
            dependsOn: [
              needs('migrate', 'service_completed_successfully'),
              needs('cache', 'service_started', false),
            ],
          },
        },
      },
    })
    expect(gatesOf(lab)).toEqual({
      'app/db': [],
      'app/cache': [],
      'app/migrate': ['ready app/db (depends_on)'],
      'app/web': ['completed app/migrate (depends_on)', 'started? app/cache (depends_on)'],
    })
  })

  it('makes every service of a stack wait for every service of the stacks that it needs', () => {
    const lab = model({
      data: { services: { db: {}, cache: {} }, order: 0 },
      app: { services: { web: {} }, order: 0, needs: ['data'] },
    })
    expect(gatesOf(lab)).toEqual({
      'data/db': [],
      'data/cache': [],
      'app/web': ['ready data/db (needs)', 'ready data/cache (needs)'],
    })
  })

  it('says a thing once when depends_on and needs both say it, and then as depends_on says it', () => {
    const shared = { key: 'lab' }
    const lab = model({
      data: { project: shared, services: { db: {} } },
      app: { project: shared, services: { web: { dependsOn: [needs('db')] } }, needs: ['data'] },
    })
    expect(gatesOf(lab)).toEqual({ 'data/db': [], 'app/web': ['started data/db (depends_on)'] })
  })

  it('waits by layout for the stacks directly before, without requiring them', () => {
    const lab = model({
      infra: { services: { proxy: {} } },
      data: { services: { db: {} } },
      cache: { services: { redis: {} }, order: 1 },
      app: { services: { web: {} }, order: 2 },
    })
    expect(gatesOf(lab)).toEqual({
      'infra/proxy': [],
      'data/db': ['ready? infra/proxy (layout)'],
      'cache/redis': ['ready? infra/proxy (layout)'],
      'app/web': ['ready? data/db (layout)', 'ready? cache/redis (layout)'],
    })
  })

  it('reaches over a stack that is not among the services', () => {
    const { services } = model({
      infra: { services: { proxy: {} } },
      data: { services: { db: {} } },
      app: { services: { web: {} } },
    })
    const chosen = services.filter(({ stack }) => stack.name !== 'data')
    expect([...collectGates(chosen).values()].flat()).toEqual([
      { on: { stack: 'infra', service: 'proxy' }, condition: 'ready', required: false, from: 'layout' },
    ])
  })

  it('keeps depends_on within its own project', () => {
    const lab = model({
      one: { services: { db: {} }, order: 0 },
      two: { services: { db: {}, web: { dependsOn: [needs('db')] } }, order: 0 },
    })
    expect(gatesOf(lab)).toEqual({
      'one/db': [],
      'two/db': [],
      'two/web': ['started two/db (depends_on)'],
    })
  })

  it('lets a depends_on against the layout win, and with it everything that hangs on it', () => {
    const shared = { key: 'lab' }
    const lab = model({
      infra: {
        project: shared,
        services: {
          db: {},
          dashboard: { dependsOn: [needs('web')] },
          proxy: { dependsOn: [needs('dashboard')] },
        },
      },
      app: {
        project: shared,
        services: { web: { dependsOn: [needs('db', 'service_healthy')] }, worker: {} },
      },
    })
    expect(gatesOf(lab)).toEqual({
      'infra/db': [],
      'infra/dashboard': ['started app/web (depends_on)'],
      'infra/proxy': ['started infra/dashboard (depends_on)'],
      'app/web': ['ready infra/db (depends_on)'],
      'app/worker': ['ready? infra/db (layout)'],
    })
  })

  it('stays free of cycles for every split of one project whose own depends_on has none', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const { services } = splitProject(seededRandom(seed))
      expect([seed, findCycle(collectGates(services))]).toEqual([seed, null])
    }
  })
})

/** Up to nine services in up to four stacks of one project; each may depend on those with a lower number. */
function splitProject(random: () => number): LabModel {
  const names = Array.from({ length: 2 + Math.floor(random() * 8) }, (_, index) => `s${index}`)
  const stacks = new Map<string, Record<string, StackSpec['services'][string]>>()
  names.forEach((name, index) => {
    const stack = `stack${Math.floor(random() * 4)}`
    const dependsOn = names
      .slice(0, index)
      .filter(() => random() < 0.3)
      .map((other) => needs(other))
    stacks.set(stack, { ...stacks.get(stack), [name]: { dependsOn } })
  })
  const specs = [...stacks].map(
    ([name, services]) =>
      [name, { project: { key: 'lab' }, services, order: Math.floor(random() * 4) }] as const,
  )
  return model(Object.fromEntries(specs))
}

describe('closeOverNeeds', () => {
  const { services } = model({
    infra: { services: { proxy: {} } },
    data: { services: { db: { dependsOn: [needs('volume')] }, volume: {}, cache: {} } },
    app: {
      services: { web: {}, worker: { dependsOn: [needs('web', 'service_started', false)] } },
      needs: ['data'],
    },
  })
  const ofStack = (name: string) => services.filter(({ stack }) => stack.name === name)

  it('adds what is needed, over any number of steps, but not what the layout only puts first', () => {
    expect(keysOf(closeOverNeeds(ofStack('app'), services))).toEqual([
      'data/db',
      'data/volume',
      'data/cache',
      'app/web',
      'app/worker',
    ])
  })

  it('adds what is wanted but not required, as Compose does', () => {
    const worker = services.filter(({ key }) => key === 'app/worker')
    expect(keysOf(closeOverNeeds(worker, ofStack('app')))).toEqual(['app/web', 'app/worker'])
  })

  it('adds nothing that is not among the services to choose from', () => {
    expect(keysOf(closeOverNeeds(ofStack('app'), ofStack('app')))).toEqual(['app/web', 'app/worker'])
  })
})

describe('findCycle', () => {
  it('tells the way around', () => {
    const { services } = model({
      first: { services: { a: {} }, needs: ['third'] },
      second: { services: { b: {} }, needs: ['first'] },
      third: { services: { c: {} }, needs: ['second'] },
    })
    expect(findCycle(collectGates(services))).toEqual(['first/a', 'third/c', 'second/b', 'first/a'])
  })

  it('leaves out the way that leads to the circle', () => {
    const { services } = model({
      start: { services: { x: {} }, needs: ['first'], order: 2 },
      first: { services: { a: {} }, needs: ['second'], order: 0 },
      second: { services: { b: {} }, needs: ['first'], order: 1 },
    })
    expect(findCycle(collectGates(services))).toEqual(['first/a', 'second/b', 'first/a'])
  })

  it('finds a service that waits for itself', () => {
    const { services } = model({ app: { services: { web: { dependsOn: [needs('web')] } } } })
    expect(findCycle(collectGates(services))).toEqual(['app/web', 'app/web'])
  })

  it('finds none where two ways meet again', () => {
    const { services } = model({
      app: {
        services: {
          a: {},
          b: { dependsOn: [needs('a')] },
          c: { dependsOn: [needs('a')] },
          d: { dependsOn: [needs('b'), needs('c')] },
        },
      },
    })
    expect(findCycle(collectGates(services))).toBeNull()
  })
})
