import { Graph, layout } from '@dagrejs/dagre'
import type { LabMap, MapService } from './lab-map.ts'

/** Pixels from the top left of the map. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedStack extends Box {
  readonly name: string
  /** Its place among the stacks, which its colour comes from. */
  readonly index: number
}

export interface MapLayout {
  readonly stacks: readonly PlacedStack[]
  /** By `stack/service`, in the order in which they are read: from left to right, each column downwards. */
  readonly services: ReadonlyMap<string, Box>
}

export const nodeWidth = 148
export const nodeHeight = 32
const gap = 10
const columnGap = 32
const stackGap = 44
const padding = 12
const headHeight = 30

/**
 * Places the stacks from left to right by what they wait for, and the services of each within it in the same way. Stacks never
 * overlap, whatever depends on what. The same map gives the same layout. Pure.
 */
export function layOut(map: LabMap): MapLayout {
  const inner = new Map(map.stacks.map(({ name, services }) => [name, layOutStack(services, map)]))
  const places = layOutGraph(
    map.stacks.map(({ name }) => ({ key: name, ...sizeOf(inner.get(name)) })),
    linesBetweenStacks(map),
    { nodesep: 28, ranksep: stackGap },
  )
  const stacks = map.stacks.map(({ name }, index): PlacedStack => {
    const box = places.get(name) ?? { x: 0, y: 0, width: 0, height: 0 }
    return { name, index, ...box }
  })
  const services = stacks.flatMap((stack) =>
    [...(inner.get(stack.name) ?? [])].map(
      ([key, box]) =>
        [key, { ...box, x: box.x + stack.x + padding, y: box.y + stack.y + headHeight }] as const,
    ),
  )
  return { stacks, services: new Map(services.sort(([, a], [, b]) => a.x - b.x || a.y - b.y)) }
}

/** Services that nothing in their own stack is tied to stand below the others, in a block. */
function layOutStack(services: readonly MapService[], map: LabMap): ReadonlyMap<string, Box> {
  const own = new Set(services.map(({ key }) => key))
  const lines = map.lines.filter(({ from, to }) => own.has(from) && own.has(to))
  const tied = new Set(lines.flatMap(({ from, to }) => [from, to]))
  const size = { width: nodeWidth, height: nodeHeight }
  const places = new Map(
    layOutGraph(
      services.filter(({ key }) => tied.has(key)).map(({ key }) => ({ key, ...size })),
      lines,
      { nodesep: gap, ranksep: columnGap },
    ),
  )
  const top = tied.size === 0 ? 0 : Math.max(...[...places.values()].map(({ y }) => y + nodeHeight)) + gap
  const alone = services.filter(({ key }) => !tied.has(key))
  const rows = Math.max(Math.ceil(Math.sqrt(alone.length * 3)), 1)
  alone.forEach(({ key }, index) => {
    const x = Math.floor(index / rows) * (nodeWidth + gap)
    places.set(key, { x, y: top + (index % rows) * (nodeHeight + gap), ...size })
  })
  return places
}

function sizeOf(places: ReadonlyMap<string, Box> | undefined): { width: number; height: number } {
  const boxes = [...(places?.values() ?? [])]
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)) + 2 * padding,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)) + headHeight + padding,
  }
}

function linesBetweenStacks(map: LabMap): readonly { readonly from: string; readonly to: string }[] {
  const between = map.lines.map(({ from, to }) => ({
    from: map.services.get(from)?.ref.stack ?? '',
    to: map.services.get(to)?.ref.stack ?? '',
  }))
  return [...between, ...map.stackLines].filter(({ from, to }) => from !== to)
}

function layOutGraph(
  nodes: readonly { readonly key: string; readonly width: number; readonly height: number }[],
  lines: readonly { readonly from: string; readonly to: string }[],
  gaps: { readonly nodesep: number; readonly ranksep: number },
): ReadonlyMap<string, Box> {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', ...gaps })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height })
  for (const { from, to } of lines) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to)
  if (nodes.length > 0) layout(graph)
  return new Map(
    nodes.map(({ key, width, height }) => {
      const { x = 0, y = 0 } = graph.node(key) as { readonly x?: number; readonly y?: number }
      return [key, { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height }]
    }),
  )
}
