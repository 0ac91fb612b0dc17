import { describe, expect, it } from 'vitest'
import { collectGates } from '../../../../src/main/run/plan/gates.ts'
import { collectStackWaves } from '../../../../src/main/run/plan/stack-waves.ts'
import { model, needs, type StackSpec } from '../sample-model.ts'

describe('collectStackWaves', () => {
  const one = (spec: Partial<StackSpec> = {}): StackSpec => ({ services: { a: {} }, ...spec })

  it.each([
    ['by the order of the layout', { infra: one(), data: one(), app: one() }, [['infra'], ['data'], ['app']]],
    [
      'together where the layout puts them together',
      { infra: one({ order: 0 }), data: one({ order: 1 }), cache: one({ order: 1 }) },
      [['infra'], ['data', 'cache']],
    ],
    [
      'by what they need',
      { app: one({ order: 0, needs: ['data'] }), data: one({ order: 0 }) },
      [['data'], ['app']],
    ],
    [
      'by what they need even against the layout',
      { app: one({ needs: ['data'] }), data: one() },
      [['data'], ['app']],
    ],
    ['in one wave when nothing says otherwise', { a: one({ order: 0 }), b: one({ order: 0 }) }, [['a', 'b']]],
    [
      'without gaps when they need each other',
      { a: one({ order: 0, needs: ['b'] }), b: one({ order: 0, needs: ['a'] }) },
      [['b'], ['a']],
    ],
  ])('puts stacks %s', (_, specs: Readonly<Record<string, StackSpec>>, expected) => {
    const { services } = model(specs)
    expect(collectStackWaves(services, collectGates(services))).toEqual(expected)
  })

  it('does not move a stack for one service that reaches into a later one', () => {
    const shared = { key: 'lab' }
    const { services } = model({
      infra: { project: shared, services: { db: {}, dashboard: { dependsOn: [needs('web')] } } },
      app: { project: shared, services: { web: { dependsOn: [needs('db')] } } },
    })
    expect(collectStackWaves(services, collectGates(services))).toEqual([['infra', 'app']])
  })

  it('has no waves without services', () => {
    expect(collectStackWaves([], new Map())).toEqual([])
  })
})
