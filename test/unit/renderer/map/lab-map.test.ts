import { expect, test } from 'vitest'
import type { LabGraph } from '../../../../src/shared/detail.ts'
import { listEdges } from '../../../../src/renderer/features/map/edge-rows.ts'
import { findByText, stacksToShow } from '../../../../src/renderer/features/map/filter.ts'
import { keepStacks, readGraph } from '../../../../src/renderer/features/map/lab-map.ts'
import { layOut, type Box } from '../../../../src/renderer/features/map/lay-out.ts'
import { moveOnMap } from '../../../../src/renderer/features/map/moves.ts'
import { findRelated } from '../../../../src/renderer/features/map/paths.ts'

const ref = (key: string) => {
  const [stack = '', service = ''] = key.split('/')
  return { stack, service }
}
const service = (key: string) => ({ ref: ref(key), alwaysOn: false, isActive: true })
const edge = (
  from: string,
  to: string,
  gate: Partial<LabGraph['edges'][number]['gate']> = {},
): LabGraph['edges'][number] => ({
  service: ref(to),
  gate: { on: ref(from), condition: 'ready', required: true, from: 'depends_on', ...gate },
})

/** data: db → api, cache alone; web: page waits for api by its file, and all of web for all of data by the folders. */
const graph: LabGraph = {
  services: ['data/db', 'data/api', 'data/cache', 'web/page', 'web/edge', 'other/lone'].map(service),
  edges: [
    edge('data/db', 'data/api', { condition: 'started' }),
    edge('data/api', 'web/page', { required: false }),
    edge('data/db', 'web/edge', { from: 'layout', required: false }),
    edge('data/cache', 'web/edge', { from: 'layout', required: false }),
    edge('data/cache', 'web/page', { from: 'layout', required: false }),
  ],
}
const map = readGraph(graph)

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

test('each line of a Compose file is a line, and the order of folders is one line between two stacks', () => {
  expect(map.lines).toEqual([
    { from: 'data/db', to: 'data/api', kind: 'started', required: true },
    { from: 'data/api', to: 'web/page', kind: 'ready', required: false },
  ])
  expect(map.stackLines).toEqual([{ from: 'data', to: 'web', kind: 'order' }])
})

test('what is placed stands in its stack, in columns by what it waits for, and covers nothing else', () => {
  const { stacks, services } = layOut(map)
  const x = (key: string) => services.get(key)?.x ?? NaN
  expect(stacks.map(({ name, index }) => [name, index])).toEqual([
    ['data', 0],
    ['web', 1],
    ['other', 2],
  ])
  expect(x('data/db')).toBeLessThan(x('data/api'))
  expect(x('data/api')).toBeLessThan(x('web/page'))
  const boxes = [...services.values()]
  expect(boxes.filter((a, at) => boxes.slice(at + 1).some((b) => overlap(a, b)))).toEqual([])
  expect(stacks.filter((a, at) => stacks.slice(at + 1).some((b) => overlap(a, b)))).toEqual([])
  for (const [key, box] of services) {
    const stack = stacks.find(({ name }) => name === ref(key).stack)
    expect(stack && box.x >= stack.x && box.x + box.width <= stack.x + stack.width).toBe(true)
    expect(stack && box.y >= stack.y && box.y + box.height <= stack.y + stack.height).toBe(true)
  }
})

test('the same map is laid out the same, circles between stacks included', () => {
  const circle = readGraph({
    services: ['a/one', 'a/two', 'b/one'].map(service),
    edges: [edge('a/one', 'b/one'), edge('b/one', 'a/two')],
  })
  expect(layOut(circle)).toEqual(layOut(circle))
  expect(layOut(circle).services.size).toBe(3)
  expect(layOut(readGraph({ services: [], edges: [] }))).toEqual({ stacks: [], services: new Map() })
})

test('a hundred services in twenty stacks are placed without covering each other', () => {
  const keys = Array.from({ length: 100 }, (_, at) => `stack${Math.floor(at / 5)}/service${at}`)
  const large = readGraph({
    services: keys.map(service),
    edges: keys.flatMap((key, at) => (at >= 7 ? [edge(keys[at - 7] ?? '', key)] : [])),
  })
  const { stacks, services } = layOut(large)
  const boxes = [...services.values()]
  expect(boxes).toHaveLength(100)
  expect(boxes.some((a, at) => boxes.slice(at + 1).some((b) => overlap(a, b)))).toBe(false)
  expect(stacks.some((a, at) => stacks.slice(at + 1).some((b) => overlap(a, b)))).toBe(false)
})

test('a service is related to all before it and all after it, but not to what else those are tied to', () => {
  expect(findRelated(map, 'data/api')).toEqual({
    services: new Set(['data/api', 'data/db', 'web/page']),
    stacks: new Set(['data', 'web']),
  })
  expect(findRelated(map, 'data/cache')).toEqual({
    services: new Set(['data/cache']),
    stacks: new Set(['data', 'web']),
  })
})

test('arrows go along the lines, and where there is none to the nearest', () => {
  const { services } = layOut(map)
  expect(moveOnMap('data/db', 'right', map, services)).toBe('data/api')
  expect(moveOnMap('data/api', 'right', map, services)).toBe('web/page')
  expect(moveOnMap('web/page', 'left', map, services)).toBe('data/api')
  expect(moveOnMap('data/db', 'down', map, services)).toBe('data/cache')
  expect(moveOnMap('gone/one', 'down', map, services)).toBe([...services.keys()][0])
})

test('one stack is shown with its neighbours, and a search finds by name', () => {
  expect(stacksToShow(map, null)).toBeNull()
  expect(stacksToShow(map, 'web')).toEqual(new Set(['web', 'data']))
  const alone = keepStacks(map, (name) => name === 'data')
  expect([...alone.services.keys()]).toEqual(['data/db', 'data/api', 'data/cache'])
  expect([alone.lines.length, alone.stackLines.length]).toEqual([1, 0])
  expect(findByText(map, ' PAGE')).toEqual(new Set(['web/page']))
  expect(findByText(map, ' ')).toBeNull()
})

test('the list tells the same lines in words', () => {
  const rows = listEdges(graph, { stack: null, text: '' })
  expect(rows.map(({ service: from, on, waits, from: origin }) => [from, on, waits, origin])).toEqual([
    [ref('data/api'), ref('data/db'), 'until it is started', 'Compose file'],
    [ref('web/page'), ref('data/api'), 'until it is ready', 'Compose file, optional'],
    [{ stack: 'web', service: null }, { stack: 'data', service: null }, 'comes after', 'order of folders'],
  ])
  expect(listEdges(graph, { stack: 'other', text: '' })).toEqual([])
  expect(listEdges(graph, { stack: null, text: 'data/db' })).toHaveLength(1)
})
