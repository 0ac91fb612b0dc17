import type { LabGraph } from '../../../shared/detail.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'

/** What a line of the map stands for; `order` is the order of folders, which asks for nothing. */
export type LineKind = 'ready' | 'started' | 'completed' | 'order'

/** One service waits for another. Keys are `stack/service`. */
export interface ServiceLine {
  readonly from: string
  readonly to: string
  readonly kind: LineKind
  readonly required: boolean
}

/** All services of one stack wait for all of another; drawn as one line between the stacks. */
export interface StackLine {
  readonly from: string
  readonly to: string
  readonly kind: LineKind
}

export interface MapService {
  readonly key: string
  readonly ref: ServiceRef
  /** Whether its profiles are chosen. */
  readonly isActive: boolean
}

/** Who waits for whom, as it is drawn: `from` comes first, `to` waits for it. */
export interface LabMap {
  readonly stacks: readonly { readonly name: string; readonly services: readonly MapService[] }[]
  readonly services: ReadonlyMap<string, MapService>
  readonly lines: readonly ServiceLine[]
  readonly stackLines: readonly StackLine[]
}

/** What stands in the files of services is a line each; what holds for whole stacks is bundled. Pure. */
export function readGraph({ services, edges }: LabGraph): LabMap {
  const all = services.map(({ ref, isActive }): MapService => ({ key: formatServiceRef(ref), ref, isActive }))
  const lines: ServiceLine[] = []
  const stackLines = new Map<string, StackLine>()
  for (const { service, gate } of edges) {
    const kind = kindOf(gate)
    if (gate.from === 'depends_on') {
      const [from, to] = [formatServiceRef(gate.on), formatServiceRef(service)]
      lines.push({ from, to, kind, required: gate.required })
    } else {
      const line = { from: gate.on.stack, to: service.stack, kind }
      stackLines.set(JSON.stringify(line), line)
    }
  }
  const stacks = [...Map.groupBy(all, ({ ref }) => ref.stack)].map(([name, own]) => ({ name, services: own }))
  return {
    stacks,
    services: new Map(all.map((service) => [service.key, service])),
    lines,
    stackLines: [...stackLines.values()],
  }
}

/** The part of a map that these stacks make, and nothing that leads out of it. */
export function keepStacks(map: LabMap, isKept: (stack: string) => boolean): LabMap {
  const services = new Map([...map.services].filter(([, { ref }]) => isKept(ref.stack)))
  return {
    stacks: map.stacks.filter(({ name }) => isKept(name)),
    services,
    lines: map.lines.filter(({ from, to }) => services.has(from) && services.has(to)),
    stackLines: map.stackLines.filter(({ from, to }) => isKept(from) && isKept(to)),
  }
}

function kindOf({ from, condition }: Gate): LineKind {
  return from === 'layout' ? 'order' : condition
}
