import type { Readiness, ReadyBy } from '../../../shared/readiness.ts'
import { rollUpReadiness } from '../../../shared/roll-up.ts'
import type { LabStatus, ServiceStatus } from '../../../shared/status.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import { type ContainerLife, explainContainer } from './explain-container.ts'
import { type LabModel, type LabService, matchContainers, matchOwnContainers } from './lab-model.ts'
import { hasOwnProbe, isOneShotByFiles } from './service-state.ts'

export interface StatusFacts {
  readonly model: LabModel
  readonly containers: readonly ContainerSummary[]
  /** Containers that a run saw ready since their last start. */
  readonly knownReady: ReadonlySet<string>
  /** By container id; what is not there is told without times and reasons. */
  readonly details: ReadonlyMap<string, ContainerLife>
  /** Median of the latest starts, by `stack/service`. */
  readonly usualMs: ReadonlyMap<string, number>
}

/** How the lab is now. Pure. Services of profiles that are not active are left out unless they have a container. */
export function readStatus(facts: StatusFacts): LabStatus {
  const { model, containers } = facts
  const used = matchContainers(model.services, containers)
  const owned = matchOwnContainers(model.services, containers)
  const stacks = model.lab.stacks.map((stack) => {
    const own = model.services.filter((service) => service.stack.name === stack.name)
    // A stack that has nothing of its own is down, whatever other stacks run that it defines alike.
    const matched = own.some(({ key }) => (owned.get(key) ?? []).length > 0) ? used : owned
    const services = own
      .filter(({ key, isActive }) => isActive || (matched.get(key) ?? []).length > 0)
      .map((service) => describeService(service, facts, matched.get(service.key) ?? []))
    return {
      name: stack.name,
      project: stack.project.name,
      alwaysOn: stack.alwaysOn,
      state: model.broken.has(stack.name)
        ? 'failed'
        : rollUpReadiness(services.map(({ readiness }) => readiness)),
      services,
    } as const
  })
  return { lab: { name: model.lab.name, dir: model.lab.dir }, stacks }
}

function describeService(
  service: LabService,
  { model, knownReady, details, usualMs }: StatusFacts,
  containers: readonly ContainerSummary[],
): ServiceStatus {
  const container = worst(service, containers, knownReady)
  const detail = container && details.get(container.id)
  const { readiness, readyBy } = judge(service, model, container, detail, knownReady)
  const ports = containers.flatMap((each) =>
    each.ports.map(({ address, port, target, protocol }) => `${address}:${port}→${target}/${protocol}`),
  )
  return {
    name: service.service.name,
    state: container?.state ?? 'absent',
    readiness,
    readyBy,
    health: container?.health ?? null,
    container: container?.name ?? null,
    containerId: container?.id ?? null,
    image: container?.image ?? service.service.image,
    exitCode: container?.exitCode ?? null,
    startedAt: detail && (isUp(detail) || hasEnded(detail)) ? toIso(detail.startedAt) : null,
    finishedAt: detail && hasEnded(detail) ? toIso(detail.finishedAt) : null,
    usualMs: usualMs.get(service.key) ?? null,
    detail: detail ? explainContainer(detail, readiness, hasOwnProbe(service)) : null,
    ports: [...new Set(ports)].sort(),
  }
}

function isUp({ state }: ContainerLife): boolean {
  return state === 'running' || state === 'paused'
}

function hasEnded({ state }: ContainerLife): boolean {
  return state === 'exited' || state === 'dead'
}

/** The engine writes the year 1 for what has not happened, and more digits than others read. */
function toIso(time: string): string | null {
  return time.startsWith('0001-') ? null : new Date(time).toISOString()
}

/** Of several containers of one service, the one that is furthest from being ready. */
function worst(
  service: LabService,
  containers: readonly ContainerSummary[],
  knownReady: ReadonlySet<string>,
): ContainerSummary | undefined {
  const ranks: readonly Readiness[] = ['failed', 'loading', 'ready']
  const rank = (container: ContainerSummary) =>
    container.state === 'running' ? ranks.indexOf(judgeRunning(service, container, knownReady).readiness) : -1
  return containers.toSorted((a, b) => rank(a) - rank(b))[0]
}

function judge(
  service: LabService,
  model: LabModel,
  container: ContainerSummary | undefined,
  detail: ContainerLife | undefined,
  knownReady: ReadonlySet<string>,
): { readonly readiness: Readiness; readonly readyBy: ReadyBy | null } {
  const plain = (readiness: Readiness) => ({ readiness, readyBy: null })
  if (!container) return plain('stopped')
  switch (container.state) {
    case 'running':
      return judgeRunning(service, container, knownReady)
    case 'restarting':
      return plain('starting')
    case 'created':
      return plain('created')
    case 'exited':
    case 'dead':
      if (container.exitCode === 0) {
        return isOneShotByFiles(service, model.services) || knownReady.has(container.id)
          ? { readiness: 'done', readyBy: 'exit' }
          : plain('stopped')
      }
      if (detail?.oomKilled) return plain('failed')
      // 137 and 143 are what a stop leaves behind: killed or ended by a signal.
      return plain(
        container.exitCode === 137 || container.exitCode === 143 || container.exitCode === null
          ? 'stopped'
          : 'failed',
      )
    case 'paused':
    case 'removing':
      return plain('stopped')
  }
}

function judgeRunning(
  service: LabService,
  { id, health }: ContainerSummary,
  knownReady: ReadonlySet<string>,
): { readonly readiness: Readiness; readonly readyBy: ReadyBy | null } {
  if (health === 'unhealthy') return { readiness: 'failed', readyBy: null }
  if (hasOwnProbe(service)) {
    return knownReady.has(id)
      ? { readiness: 'ready', readyBy: 'probe' }
      : { readiness: 'loading', readyBy: null }
  }
  if (health === null) return { readiness: 'ready', readyBy: 'running' }
  if (health === 'healthy') return { readiness: 'ready', readyBy: 'health' }
  return knownReady.has(id)
    ? { readiness: 'ready', readyBy: 'probe' }
    : { readiness: 'loading', readyBy: null }
}
