import type { ContainerSummary, EngineSnapshot } from '../../engine/model.ts'
import { imageReference } from '../facts/image-reference.ts'
import type { LabService } from '../facts/lab-model.ts'
import type { PlanFacts, StartOptions } from './plan-start.ts'
import { isTargeted, isWholeLab } from './select-targets.ts'
import { imageOf } from '../facts/service-outline.ts'
import { judgeService, mustCreate, type ServiceState, type ServiceStates } from '../facts/service-state.ts'

type Containers = ReadonlyMap<string, readonly ContainerSummary[]>

/** What a start has to do for each service, and the always-on services that it would replace and leaves as they are. */
export function judgeStates(
  services: readonly LabService[],
  containers: Containers,
  { snapshot, knownReady }: PlanFacts,
  options: StartOptions,
): { readonly states: ServiceStates; readonly kept: readonly LabService[] } {
  const judge = (service: LabService): ServiceState => {
    const state = judgeService(service, services, containers, knownReady)
    return state !== 'create' && hasOtherImage(service, containers, snapshot.images) ? 'recreate' : state
  }
  const states = new Map(services.map((service) => [service.key, judge(service)]))
  const set = (found: readonly LabService[], state: ServiceState) => {
    for (const { key } of found) states.set(key, state)
    return found
  }
  const kept = set(findKept(services, states, containers, options), 'unchanged')
  set(findJoining(services, states), 'recreate')
  const restarting = findRestarting(services, states, containers)
  set(
    restarting.filter((service) => !isLeftAlone(service, options)),
    'restart',
  )
  return { states, kept }
}

/** Whether its image is another one by now than a container of it was made from: pulled or built since. */
function hasOtherImage(
  { key, stack, service }: LabService,
  containers: Containers,
  images: EngineSnapshot['images'],
): boolean {
  const id = images.get(imageReference(imageOf(service, stack.project.name)))
  const own = containers.get(key) ?? []
  return id !== undefined && own.some(({ madeFrom }) => madeFrom !== '' && madeFrom !== id)
}

/** Always-on services that run, that a named target only needs or nobody named, and that this start would replace: they are not. */
function findKept(
  services: readonly LabService[],
  states: ServiceStates,
  containers: Containers,
  options: StartOptions,
): readonly LabService[] {
  return services
    .filter((service) => isLeftAlone(service, options))
    .filter(({ key }) => states.get(key) === 'recreate')
    .filter(({ key }) => (containers.get(key) ?? []).some(({ state }) => state === 'running'))
}

/** Whether nobody means it to be touched while it runs. */
function isLeftAlone(service: LabService, { targets, switches }: StartOptions): boolean {
  if (isWholeLab(targets) && !switches) return false
  return service.stack.alwaysOn && !isTargeted(targets, service)
}

/** Services that live in the container of one that is made or made anew: theirs are made anew with it, and so on. */
function findJoining(services: readonly LabService[], states: ServiceStates): readonly LabService[] {
  const made = new Set(services.filter(({ key }) => mustCreate(states.get(key))).map(({ key }) => key))
  const found: LabService[] = []
  for (let isMore = true; isMore;) {
    const more = services.filter(
      (service) =>
        !made.has(service.key) &&
        service.service.scale > 0 &&
        services.some((other) => made.has(other.key) && isAmong(other, service.service.joins, service)),
    )
    for (const { key } of more) made.add(key)
    found.push(...more)
    isMore = more.length > 0
  }
  return found
}

/**
 * Running services with `restart: true` on one that is made anew. Compose stops them before it does that, if it is told of both, and
 * an `up` of Compose starts them again.
 */
function findRestarting(
  services: readonly LabService[],
  states: ServiceStates,
  containers: Containers,
): readonly LabService[] {
  const recreated = services.filter(({ key }) => states.get(key) === 'recreate')
  return services.filter(
    (service) =>
      !mustCreate(states.get(service.key)) &&
      (containers.get(service.key) ?? []).some(({ state }) => state === 'running') &&
      recreated.some((other) => isAmong(other, service.service.follows, service)),
  )
}

/** Whether the other one is meant by these names in the files of a service. */
function isAmong(other: LabService, names: readonly string[], { stack }: LabService): boolean {
  return other.stack.project.key === stack.project.key && names.includes(other.service.name)
}
