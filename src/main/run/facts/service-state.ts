import type { ContainerSummary } from '../../engine/model.ts'
import type { LabService } from './lab-model.ts'

/**
 * What has to be done for a service: nothing, wait until it is ready, start it, start it again after Compose has stopped it, make it,
 * or make it anew.
 */
export type ServiceState = 'unchanged' | 'watch' | 'start' | 'restart' | 'create' | 'recreate'

/** By `stack/service`. */
export type ServiceStates = ReadonlyMap<string, ServiceState>

type Containers = ReadonlyMap<string, readonly ContainerSummary[]>

/** Compares what Compose resolved with the containers that are there. `knownReady`: see PlanFacts. */
export function judgeService(
  service: LabService,
  services: readonly LabService[],
  containers: Containers,
  knownReady: ReadonlySet<string>,
): ServiceState {
  const own = containers.get(service.key) ?? []
  if (own.length === 0) return service.service.scale === 0 ? 'unchanged' : 'create'
  if (own.length !== service.service.scale) return 'create'
  if (own.some(({ configHash }) => configHash !== service.service.configHash)) return 'recreate'
  if (own.every((container) => isUp(service, container, knownReady))) return 'unchanged'
  if (own.every(({ state }) => state === 'running')) return 'watch'
  return isFinished(service, services, containers, knownReady) ? 'unchanged' : 'start'
}

function isUp(
  service: LabService,
  { id, state, health }: ContainerSummary,
  knownReady: ReadonlySet<string>,
): boolean {
  if (state !== 'running') return false
  if (knownReady.has(id)) return health !== 'unhealthy'
  return !hasOwnProbe(service) && (health === null || health === 'healthy')
}

/** Whether the operator's probe decides, and not what Docker thinks of the container. */
export function hasOwnProbe({ settings }: LabService): boolean {
  return ['http', 'tcp', 'log'].includes(settings.check?.kind ?? '')
}

/**
 * A one-shot that exited 0 has done its work. It runs again only together with what depends on it: Compose would run it at
 * every `up`, and an `up` of a running lab would then never be a no-op.
 */
function isFinished(
  service: LabService,
  services: readonly LabService[],
  containers: Containers,
  knownReady: ReadonlySet<string>,
): boolean {
  const own = containers.get(service.key) ?? []
  const isOneShot = isOneShotByFiles(service, services) || own.every(({ id }) => knownReady.has(id))
  const hasExited = own.every(({ state, exitCode }) => state === 'exited' && exitCode === 0)
  return (
    isOneShot &&
    hasExited &&
    dependentsOf(service, services).every(({ key, service: dependent }) =>
      (containers.get(key) ?? []).some(
        ({ state, configHash }) => state === 'running' && configHash === dependent.configHash,
      ),
    )
  )
}

/** Whether the files say that it runs to its end: something waits for its exit, or `switchyard.yaml` says so. */
export function isOneShotByFiles(service: LabService, services: readonly LabService[]): boolean {
  const isAwaited = dependentsOf(service, services).some((dependent) =>
    dependent.service.dependsOn.some(
      (dependency) =>
        dependency.service === service.service.name &&
        dependency.condition === 'service_completed_successfully',
    ),
  )
  return isAwaited || service.settings.check?.kind === 'completed'
}

/** Services that depend on it by their Compose file. */
export function dependentsOf(service: LabService, services: readonly LabService[]): readonly LabService[] {
  return services.filter(
    (other) =>
      other.stack.project.key === service.stack.project.key &&
      other.service.dependsOn.some((dependency) => dependency.service === service.service.name),
  )
}

export function mustCreate(state: ServiceState | undefined): boolean {
  return state === 'create' || state === 'recreate'
}
