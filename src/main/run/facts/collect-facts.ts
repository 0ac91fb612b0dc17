import { SwitchyardError } from '../../../shared/errors.ts'
import type { Compose } from '../../compose/compose.ts'
import type { ComposeProject, ResolvedProject } from '../../compose/model.ts'
import type { ContainerDetail, ContainerSummary, Engine, EngineSnapshot } from '../../engine/model.ts'
import type { HostControl } from '../../host/control-model.ts'
import { hostIsOff } from '../../host/helper/refusal.ts'
import { findListeners } from '../../host/listeners.ts'
import type { GpuLook } from '../../host/readings/gpu/look-at-gpus.ts'
import type { Lab } from '../../lab/model.ts'
import type { History } from '../../store/history.ts'
import { listClaimants, namedContainers } from './gpu-holders.ts'
import { buildLabModel, type LabModel } from './lab-model.ts'
import type { PlanFacts } from '../plan/plan-start.ts'
import { settleJoining } from './settle-joining.ts'

/** Lets Compose resolve every project of a lab. A project that Compose refuses does not keep the others away. */
export async function resolveLab(lab: Lab, compose: Compose): Promise<LabModel> {
  const projects = new Map(lab.stacks.map(({ project }) => [project.key, project]))
  const resolved = await Promise.all(
    [...projects.values()].map(async (project) => [project.key, await tryResolve(project, compose)] as const),
  )
  return buildLabModel(lab, new Map(resolved))
}

/** What Compose makes of a project, or why it refuses it. Throws COMPOSE_MISSING. */
export async function tryResolve(
  project: ComposeProject,
  compose: Compose,
): Promise<ResolvedProject | SwitchyardError> {
  try {
    return await compose.resolve(project)
  } catch (error) {
    if (error instanceof SwitchyardError && error.code !== 'COMPOSE_MISSING') return error
    throw error
  }
}

interface Readers {
  readonly compose: Compose
  readonly engine: Engine
  readonly history: History
  readonly host: Pick<HostControl, 'isOff'>
  readonly lookAtGpus: GpuLook
}

/** Everything else that a plan is made from. */
export async function collectFacts(
  model: LabModel,
  snapshot: EngineSnapshot,
  { compose, engine, history, host, lookAtGpus }: Readers,
): Promise<PlanFacts> {
  const ports = new Set(model.services.flatMap(({ service }) => service.ports.map(({ port }) => port)))
  ports.delete(0)
  const projects = new Set(model.lab.stacks.map(({ project }) => project.name))
  const containers = snapshot.containers.filter(({ project }) => projects.has(project))
  const readsGpus = engine.isLocal && listClaimants(model).length > 0
  const [settled, listeners, startedAt, { gpus }] = await Promise.all([
    settleJoining(model, containers, compose),
    engine.isLocal ? findListeners(ports) : [],
    findStartTimes(containers, engine),
    readsGpus ? lookAtGpus(namedContainers(model, snapshot.containers)) : { gpus: [] },
  ])
  const knownReady = findKnownReady(containers, startedAt, history)
  const usualMs = history.usualMs(model.lab.dir)
  const noRecipes = whyNoRecipes(engine, host)
  return { model: settled, snapshot, listeners, knownReady, usualMs, noRecipes, gpus }
}

/** The facts for a stop, which needs to know nothing but what runs. */
export function stopFacts(model: LabModel, snapshot: EngineSnapshot): PlanFacts {
  return { model, snapshot, listeners: [], knownReady: new Set(), usualMs: new Map(), noRecipes: null }
}

function whyNoRecipes(engine: Readers['engine'], host: Readers['host']): string | null {
  if (host.isOff) return hostIsOff
  return engine.isLocal ? null : `The engine at ${engine.address} may run on another machine.`
}

/**
 * Containers that a run saw ready since their last start, and one-shots that a run saw exit 0. Docker may still call them
 * "starting" (it makes its first check one interval after the start, which can be half a minute), or know no check at all.
 */
export function findKnownReady(
  containers: readonly ContainerSummary[],
  startedAt: ReadonlyMap<string, string>,
  history: Pick<History, 'readyAt'>,
): ReadonlySet<string> {
  return stillReady(containers, startedAt, history.readyAt(containers.map(({ id }) => id)))
}

/** The same from what was read before: when runs saw the containers ready, by container id. Pure. */
export function stillReady(
  containers: readonly ContainerSummary[],
  startedAt: ReadonlyMap<string, string>,
  seen: ReturnType<History['readyAt']>,
): ReadonlySet<string> {
  const isStillSo = ({ id, state, exitCode }: ContainerSummary) => {
    const ready = seen.get(id)
    if (!ready) return false
    if (state === 'exited') return exitCode === 0 && ready.isDone
    const since = startedAt.get(id)
    return since !== undefined && Date.parse(since) < ready.atMs
  }
  return new Set(containers.filter(isStillSo).map(({ id }) => id))
}

/** When each running container was started, by id, as the engine writes times; its list of containers does not tell. */
async function findStartTimes(
  containers: readonly ContainerSummary[],
  engine: Engine,
): Promise<ReadonlyMap<string, string>> {
  const running = containers.filter(({ state }) => state === 'running')
  const details = await Promise.all(running.map(({ id }) => engine.inspect(id)))
  return new Map(details.flatMap((detail) => (detail ? [[detail.id, detail.startedAt] as const] : [])))
}

/** Everything about the containers of these projects, by id. One that goes away meanwhile is left out. */
export async function inspectContainers(
  projects: readonly string[],
  engine: Engine,
): Promise<ReadonlyMap<string, ContainerDetail>> {
  const containers = await engine.listContainers(projects)
  const details = await Promise.all(containers.map(({ id }) => engine.inspect(id)))
  return new Map(details.flatMap((detail) => (detail ? [[detail.id, detail] as const] : [])))
}

/** What the list would have said of them, and when each one that runs was started. */
export function summarize(details: ReadonlyMap<string, ContainerDetail>): {
  readonly containers: readonly ContainerSummary[]
  readonly startedAt: ReadonlyMap<string, string>
} {
  const all = [...details.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    containers: all.flatMap(({ summary }) => summary ?? []),
    startedAt: new Map(
      all.filter(({ state }) => state === 'running').map(({ id, startedAt }) => [id, startedAt]),
    ),
  }
}
