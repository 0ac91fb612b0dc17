import type { LabGraph } from '../../../shared/detail.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import { describeKind, type MapFilter } from './filter.ts'

/** One line of the list view; several gates that hold for whole stacks are one. */
export interface EdgeRow {
  readonly id: string
  readonly service: { readonly stack: string; readonly service: string | null }
  readonly on: { readonly stack: string; readonly service: string | null }
  readonly waits: string
  readonly from: string
}

const origins: Record<Gate['from'], string> = {
  depends_on: 'Compose file',
  needs: 'switchyard.yaml',
  layout: 'order of folders',
}

/** The map in words: the same lines, found by the same filter. */
export function listEdges(graph: LabGraph, { stack, text }: MapFilter): readonly EdgeRow[] {
  const rows = new Map<string, EdgeRow>()
  for (const { service, gate } of graph.edges) {
    const isWhole = gate.from !== 'depends_on'
    if (isWhole && service.stack === gate.on.stack) continue
    const row = {
      service: placeOf(service, isWhole),
      on: placeOf(gate.on, isWhole),
      waits: describeKind(gate.from === 'layout' ? 'order' : gate.condition),
      from: gate.required || gate.from === 'layout' ? origins[gate.from] : `${origins[gate.from]}, optional`,
    }
    const id = JSON.stringify(row)
    rows.set(id, { id, ...row })
  }
  const wanted = text.trim().toLowerCase()
  return [...rows.values()].filter(
    ({ service, on }) =>
      (stack === null || service.stack === stack || on.stack === stack) &&
      (wanted === '' || nameOf(service).includes(wanted) || nameOf(on).includes(wanted)),
  )
}

function placeOf({ stack, service }: ServiceRef, isWhole: boolean): EdgeRow['on'] {
  return { stack, service: isWhole ? null : service }
}

function nameOf({ stack, service }: EdgeRow['on']): string {
  return (service === null ? stack : formatServiceRef({ stack, service })).toLowerCase()
}
