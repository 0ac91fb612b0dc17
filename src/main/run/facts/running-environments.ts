import type { ComposeProject } from '../../compose/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { Stack } from '../../lab/model.ts'
import { isSameList, type LabModel } from './lab-model.ts'

/** Containers of a stack that one environment made; `isKnown` is false for those that none of today's files would make. */
export interface MadeBy {
  /** Null for the files as they are. */
  readonly environment: string | null
  readonly isKnown: boolean
  readonly project: string
  readonly containers: readonly ContainerSummary[]
}

/**
 * Which environment made which containers of a stack, told by what Compose noted on them: project, files and env files. Where
 * several environments differ in profiles only, the one whose services fit best. `models` are all environments of one lab.
 */
export function findMakers(
  stackName: string,
  models: readonly LabModel[],
  containers: readonly ContainerSummary[],
): readonly MadeBy[] {
  const candidates = distinctModels(stackName, models)
  const own = containers.filter((container) => isOwn(container, candidates))
  const groups = Map.groupBy(own, ({ project }) => project)
  return [...groups].flatMap(([project, members]) => assign(project, members, candidates))
}

interface Candidate {
  readonly model: LabModel
  readonly stack: Stack
}

/** An environment that leaves the stack as it is would only repeat the plain files. */
function distinctModels(stackName: string, models: readonly LabModel[]): readonly Candidate[] {
  const all = models.flatMap((model) => {
    const stack = model.lab.stacks.find(({ name }) => name === stackName)
    return stack ? [{ model, stack }] : []
  })
  const plain = all[0]?.stack
  return all.filter(({ stack }) => stack === plain || !plain || !isSameProject(stack.project, plain.project))
}

export function isSameProject(left: ComposeProject, right: ComposeProject): boolean {
  return (
    left.name === right.name &&
    isSameList(left.files, right.files) &&
    isSameList(left.envFiles, right.envFiles) &&
    isSameList(left.profiles, right.profiles)
  )
}

function isOwn(container: ContainerSummary, candidates: readonly Candidate[]): boolean {
  return (
    !container.isOneOff &&
    candidates.some(
      ({ stack }) =>
        stack.project.name === container.project &&
        (stack.services === null || stack.services.includes(container.service)) &&
        (isSameList(stack.project.files, container.configFiles) ||
          stack.ownFiles.some((file) => container.configFiles.includes(file))),
    )
  )
}

function assign(
  project: string,
  containers: readonly ContainerSummary[],
  candidates: readonly Candidate[],
): readonly MadeBy[] {
  const fitting = candidates
    .map((candidate) => ({
      candidate,
      own: containers.filter(
        (container) => madeFromFilesOf(candidate.stack, container) || isAlike(candidate, container),
      ),
    }))
    .filter(({ own }) => own.length > 0)
    .toSorted((a, b) => compareScores(score(b.candidate, b.own), score(a.candidate, a.own)))
  const best = fitting[0]
  if (!best)
    return containers.length === 0 ? [] : [{ environment: null, isKnown: false, project, containers }]
  const rest = containers.filter((container) => !best.own.includes(container))
  const made = {
    environment: best.candidate.model.lab.environment,
    isKnown: true,
    project,
    containers: best.own,
  }
  return [made, ...assign(project, rest, candidates)]
}

function madeFromFilesOf({ project }: Stack, container: ContainerSummary): boolean {
  return project.name === container.project && isSameList(project.files, container.configFiles)
}

/** A switch leaves what both environments have alike, with the files noted on it from which it was made. */
function isAlike({ model, stack }: Candidate, container: ContainerSummary): boolean {
  return (
    stack.project.name === container.project &&
    model.services.some(
      ({ ref, service, isActive }) =>
        isActive &&
        ref.stack === stack.name &&
        ref.service === container.service &&
        service.configHash === container.configHash,
    )
  )
}

/** The first figure that differs decides; the larger one is better. */
function score({ model, stack }: Candidate, own: readonly ContainerSummary[]): readonly number[] {
  const services = model.services.filter(({ ref }) => ref.stack === stack.name)
  const of = (container: ContainerSummary) => services.find(({ ref }) => ref.service === container.service)
  const active = services.filter(({ isActive }) => isActive)
  const isExact = (container: ContainerSummary) =>
    madeFromFilesOf(stack, container) && isSameList(stack.project.envFiles, container.envFiles)
  return [
    own.length,
    own.filter((container) => of(container)?.service.configHash === container.configHash).length,
    own.filter((container) => of(container)?.isActive).length,
    -active.filter(({ ref }) => !own.some(({ service }) => service === ref.service)).length,
    own.filter(isExact).length,
  ]
}

function compareScores(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((figure, index) => figure !== right[index])
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

export function isRunning({ state }: ContainerSummary): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused'
}
