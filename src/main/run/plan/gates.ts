import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import type { Dependency } from '../../compose/model.ts'
import { findLoop } from './find-loop.ts'
import type { LabService } from '../facts/lab-model.ts'

/** The gates of each service, by `stack/service`, on services of the same list only. */
export type Gates = ReadonlyMap<string, readonly Gate[]>

/**
 * What each service waits for: `depends_on` of its Compose file, `needs` of its stack, and the order of the layout.
 * The order of a layout asks for nothing, it only says who comes first: such a gate is not required, and it is left
 * out where a harder one says the opposite (an infrastructure page that depends on an app).
 */
export function collectGates(services: readonly LabService[]): Gates {
  const hard = new Map(services.map((service) => [service.key, hardGates(service, services)] as const))
  const byKey = new Map(services.map((service) => [service.key, service]))
  const stacks = [...Map.groupBy(services, ({ stack }) => stack.name).values()]
  return new Map(
    services.map((service) => {
      const gates = hard.get(service.key) ?? []
      const earlier = stacks
        .filter((others) => comesDirectlyBefore(others, service, services))
        .flat()
        .filter(({ key }) => !gates.some(({ on }) => formatServiceRef(on) === key))
        .filter((other) => !reachesOrder(other, service.stack.order, hard, byKey))
        .map(({ ref }): Gate => ({ on: ref, condition: 'ready', required: false, from: 'layout' }))
      return [service.key, [...gates, ...earlier]]
    }),
  )
}

/** Services that the given ones need, themselves included: `depends_on` and `needs`, but not the mere order. */
export function closeOverNeeds(
  wanted: readonly LabService[],
  all: readonly LabService[],
  { requiredOnly = false }: { readonly requiredOnly?: boolean } = {},
): readonly LabService[] {
  const byKey = new Map(all.map((service) => [service.key, service]))
  const closed = new Map(wanted.map((service) => [service.key, service]))
  const queue = [...wanted]
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const { on, required } of hardGates(next, all)) {
      if (requiredOnly && !required) continue
      const key = formatServiceRef(on)
      const needed = byKey.get(key)
      if (needed && !closed.has(key)) {
        closed.set(key, needed)
        queue.push(needed)
      }
    }
  }
  return all.filter(({ key }) => closed.has(key))
}

/** The first cycle among the gates, as the way around it; null when there is none. */
export function findCycle(gates: Gates): readonly string[] | null {
  return findLoop(new Map([...gates].map(([key, own]) => [key, own.map(({ on }) => formatServiceRef(on))])))
}

function hardGates(service: LabService, services: readonly LabService[]): Gate[] {
  const fromCompose = service.service.dependsOn.flatMap((dependency) =>
    services
      .filter((other) => isDependency(other, service, dependency))
      .map(({ ref }): Gate => ({
        on: ref,
        condition: gateConditions[dependency.condition],
        required: dependency.required,
        from: 'depends_on',
      })),
  )
  const fromNeeds = services
    .filter(({ stack }) => service.stack.needs.includes(stack.name))
    .filter(({ ref }) => !fromCompose.some(({ on }) => on.stack === ref.stack && on.service === ref.service))
    .map(({ ref }): Gate => ({ on: ref, condition: 'ready', required: true, from: 'needs' }))
  return [...fromCompose, ...fromNeeds]
}

const gateConditions = {
  service_started: 'started',
  service_healthy: 'ready',
  service_completed_successfully: 'completed',
} as const

/** `depends_on` reaches across the files of a project, so across stacks that share it. */
function isDependency(other: LabService, service: LabService, dependency: Dependency): boolean {
  return other.stack.project.key === service.stack.project.key && other.service.name === dependency.service
}

function comesDirectlyBefore(
  others: readonly LabService[],
  service: LabService,
  all: readonly LabService[],
): boolean {
  const stack = others[0]?.stack
  if (!stack || stack.order >= service.stack.order) return false
  const between = all.some(
    (other) => other.stack.order > stack.order && other.stack.order < service.stack.order,
  )
  return !between && !service.stack.needs.includes(stack.name)
}

/**
 * Whether `from` depends, over hard gates, on anything that the layout puts at this place or later. Leaving out every such
 * gate keeps the whole free of circles: a way down by order can then never lead back up.
 */
function reachesOrder(
  from: LabService,
  order: number,
  hard: ReadonlyMap<string, readonly Gate[]>,
  byKey: ReadonlyMap<string, LabService>,
): boolean {
  const seen = new Set<string>()
  const queue = [from.key]
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const { on } of hard.get(key) ?? []) {
      const next = formatServiceRef(on)
      if ((byKey.get(next)?.stack.order ?? -1) >= order) return true
      if (!seen.has(next)) {
        seen.add(next)
        queue.push(next)
      }
    }
  }
  return false
}
