import { describe, expect, it } from 'vitest'
import type { Gate } from '../../../../src/shared/plan.ts'
import { findCriticalPath, findUrgency, type PathNode } from '../../../../src/main/run/plan/critical-path.ts'
import { seededRandom } from '../seeded-random.ts'

function gate(key: string, condition: Gate['condition'] = 'ready'): Gate {
  const [stack = '', service = ''] = key.split('/')
  return { on: { stack, service }, condition, required: true, from: 'depends_on' }
}

function node(key: string, expectedMs: number | null, ...gates: readonly Gate[]): PathNode {
  return { key, expectedMs, gates }
}

describe('findCriticalPath', () => {
  it('takes the longer of two ways', () => {
    const nodes = [
      node('a/db', 4000),
      node('a/cache', 500),
      node('b/web', 2000, gate('a/db'), gate('a/cache')),
      node('b/docs', 5000),
    ]
    expect(findCriticalPath(nodes)).toEqual({ path: ['a/db', 'b/web'], expectedMs: 6000 })
  })

  it('does not wait for the readiness of what only has to be started', () => {
    const nodes = [
      node('a/db', 4000),
      node('a/slow', 9000, gate('a/db')),
      node('b/web', 2000, gate('a/slow', 'started')),
    ]
    expect(findCriticalPath(nodes)).toEqual({ path: ['a/db', 'a/slow'], expectedMs: 13_000 })
    expect(findCriticalPath([...nodes, node('b/late', 8000, gate('b/web'))])).toEqual({
      path: ['a/db', 'a/slow', 'b/web', 'b/late'],
      expectedMs: 14_000,
    })
  })

  it('passes gates on what is not part of the plan', () => {
    expect(findCriticalPath([node('b/web', 2000, gate('a/gone'))])).toEqual({
      path: ['b/web'],
      expectedMs: 2000,
    })
  })

  it('counts what nobody has measured as nothing', () => {
    expect(findCriticalPath([node('a/db', null), node('b/web', 10, gate('a/db'))])).toEqual({
      path: ['a/db', 'b/web'],
      expectedMs: 10,
    })
  })

  it.each([
    ['there is nothing to do', []],
    ['nothing has been measured', [node('a/db', null), node('b/web', null, gate('a/db'))]],
  ])('knows no time when %s', (_, nodes) => {
    expect(findCriticalPath(nodes)).toBeNull()
  })

  it('is as long as the longest of all ways that there are', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const nodes = randomNodes(seededRandom(seed))
      const found = findCriticalPath(nodes)
      const isMeasured = nodes.some(({ expectedMs }) => expectedMs !== null)
      expect([seed, found?.expectedMs]).toEqual([
        seed,
        isMeasured ? Math.max(...everyWay(nodes).map(lengthOf)) : undefined,
      ])
      if (found) expect([seed, lengthOf(wayOf(found.path, nodes))]).toEqual([seed, found.expectedMs])
    }
  })
})

/** Up to eight services; each may wait for those before it, for their start or for their readiness. */
function randomNodes(random: () => number): readonly PathNode[] {
  const keys = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, index) => `s/${index}`)
  return keys.map((key, index) => {
    const gates = keys
      .slice(0, index)
      .filter(() => random() < 0.4)
      .map((other) => gate(other, random() < 0.3 ? 'started' : 'ready'))
    return node(key, random() < 0.15 ? null : Math.floor(random() * 10_000), ...gates)
  })
}

/** A way with the time that counts for each service on it: nothing where the next one only waits for its start. */
type Way = readonly { readonly key: string; readonly countedMs: number }[]

function everyWay(nodes: readonly PathNode[]): readonly Way[] {
  const waysTo = (target: PathNode): readonly Way[] => {
    const last = [{ key: target.key, countedMs: target.expectedMs ?? 0 }]
    return [
      last,
      ...target.gates.flatMap(({ on, condition }) => {
        const before = nodes.find(({ key }) => key === `${on.stack}/${on.service}`)
        if (!before) return []
        return waysTo(before).map((way): Way => [
          ...(condition === 'started' ? uncounted(way) : way),
          ...last,
        ])
      }),
    ]
  }
  return nodes.flatMap(waysTo)
}

function wayOf(path: readonly string[], nodes: readonly PathNode[]): Way {
  const ways = everyWay(nodes).filter((way) => way.map(({ key }) => key).join() === path.join())
  return ways[0] ?? []
}

function uncounted(way: Way): Way {
  return way.map((step, index) => (index === way.length - 1 ? { ...step, countedMs: 0 } : step))
}

function lengthOf(way: Way): number {
  return way.reduce((totalMs, { countedMs }) => totalMs + countedMs, 0)
}

describe('findUrgency', () => {
  it('is the longest way that still follows, itself included', () => {
    const nodes = [
      node('a/db', 4000),
      node('a/cache', null),
      node('b/web', 2000, gate('a/db'), gate('a/cache')),
      node('b/docs', 100),
    ]
    expect(findUrgency(nodes)).toEqual(
      new Map([
        ['b/web', 2000],
        ['a/db', 6000],
        ['a/cache', 3000],
        ['b/docs', 100],
      ]),
    )
  })
})
