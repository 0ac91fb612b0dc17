import { MarkerType, type Edge, type Node } from '@xyflow/react'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { LabMap, LineKind } from './lab-map.ts'
import type { MapLayout } from './lay-out.ts'

export type ServiceNode = Node<{ serviceRef: ServiceRef; isActive: boolean }, 'service'>
export type StackNode = Node<{ name: string; index: number }, 'stack'>
export type ServiceEdge = Edge<{ kind: LineKind; serviceRef: ServiceRef }, 'service'>
export type StackEdge = Edge<{ kind: LineKind }, 'stack'>

const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'var(--rail)' }

/** The layout as xyflow draws it. Made once for a layout: what changes with the state is read by each node itself. */
export function toElements(
  map: LabMap,
  layout: MapLayout,
): { readonly nodes: (ServiceNode | StackNode)[]; readonly edges: (ServiceEdge | StackEdge)[] } {
  const stacks = layout.stacks.map(({ name, index, x, y, width, height }): StackNode => ({
    id: stackId(name),
    type: 'stack',
    position: { x, y },
    width,
    height,
    data: { name, index },
    zIndex: 0,
  }))
  const services = [...layout.services].flatMap(([key, { x, y, width, height }]): ServiceNode[] => {
    const service = map.services.get(key)
    if (!service) return []
    const data = { serviceRef: service.ref, isActive: service.isActive }
    return [{ id: serviceId(key), type: 'service', position: { x, y }, width, height, data, zIndex: 2 }]
  })
  const edges = map.lines.flatMap(({ from, to, kind }, index): ServiceEdge[] => {
    const serviceRef = map.services.get(from)?.ref
    if (!serviceRef) return []
    const ends = { source: serviceId(from), target: serviceId(to) }
    return [
      {
        id: `line ${index}`,
        type: 'service',
        ...ends,
        data: { kind, serviceRef },
        markerEnd: arrow,
        zIndex: 1,
      },
    ]
  })
  const stackEdges = map.stackLines.map(({ from, to, kind }, index): StackEdge => ({
    id: `order ${index}`,
    type: 'stack',
    source: stackId(from),
    target: stackId(to),
    data: { kind },
    markerEnd: arrow,
    zIndex: 1,
  }))
  return { nodes: [...stacks, ...services], edges: [...stackEdges, ...edges] }
}

/** A stack and a service may have the same name. */
export const serviceId = (key: string) => `service ${key}`
const stackId = (name: string) => `stack ${name}`

/** `3 3` and the like; solid for what must be ready. */
export const dashes: Record<LineKind, string | undefined> = {
  ready: undefined,
  started: '6 4',
  completed: '10 3 2 3',
  order: '1.5 5',
}
