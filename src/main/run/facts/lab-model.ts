import { SwitchyardError } from '../../../shared/errors.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { ComposeProject, ResolvedProject, ResolvedService } from '../../compose/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { Lab, ServiceSettings, Stack } from '../../lab/model.ts'
import { inEveryEnvironment } from '../../lab/select-environment.ts'
import { serviceSettings } from '../../lab/switchyard-file/settings.ts'
import { withContainerAction } from './service-scripts.ts'

/** A service of a lab with everything that is known about it before a plan is made. */
export interface LabService {
  /** `stack/service`. */
  readonly key: string
  readonly ref: ServiceRef
  readonly stack: Stack
  readonly service: ResolvedService
  /** Whether the active profiles of its project include it. */
  readonly isActive: boolean
  readonly settings: ServiceSettings
  /** The files of its project in each environment of the lab. */
  readonly filesElsewhere: readonly (readonly string[])[]
}

/** A lab with its projects resolved by Compose. */
export interface LabModel {
  readonly lab: Lab
  readonly services: readonly LabService[]
  /** By `ComposeProject.key`. */
  readonly projects: ReadonlyMap<
    string,
    { readonly project: ComposeProject; readonly resolved: ResolvedProject }
  >
  /** Stacks that Compose refuses, by name. They have no services here; the others can be used. */
  readonly broken: ReadonlyMap<string, SwitchyardError>
}

/** Puts files and Compose's answers together. `resolved` is by project key and holds every project of the lab. */
export function buildLabModel(
  lab: Lab,
  resolved: ReadonlyMap<string, ResolvedProject | SwitchyardError>,
): LabModel {
  const projects = new Map<string, { project: ComposeProject; resolved: ResolvedProject }>()
  const broken = new Map<string, SwitchyardError>()
  const everywhere = inEveryEnvironment(lab).flatMap(({ stacks }) => stacks)
  const services = lab.stacks.flatMap((stack) => {
    const filesElsewhere = everywhere
      .filter(({ name }) => name === stack.name)
      .map(({ project }) => project.files)
    const answer = resolved.get(stack.project.key)
    if (!answer) throw new Error(`project ${stack.project.key} of stack ${stack.name} is not resolved`)
    if (answer instanceof SwitchyardError) {
      broken.set(stack.name, answer)
      return []
    }
    projects.set(stack.project.key, { project: stack.project, resolved: answer })
    return answer.services
      .filter(({ name }) => stack.services === null || stack.services.includes(name))
      .map((service) => ({ ...describeService(lab, stack, service), filesElsewhere }))
  })
  return { lab, services, projects, broken }
}

function describeService(
  lab: Lab,
  stack: Stack,
  service: ResolvedService,
): Omit<LabService, 'filesElsewhere'> {
  const ref = { stack: stack.name, service: service.name }
  const { profiles } = stack.project
  const isActive =
    service.profiles.length === 0 || service.profiles.some((profile) => profiles.includes(profile))
  const settings = withContainerAction(lab, stack, service, serviceSettings(stack, service.name))
  return { key: formatServiceRef(ref), ref, stack, service, isActive, settings }
}

/**
 * The containers of each service, by `stack/service`. Several stacks can define a service of the same name in the same
 * project (scenario files in one folder); then all of them use a container whose configuration they agree on, and so does the
 * stack of which another environment made it. Any other container is that of the stack whose files made it.
 */
export function matchContainers(
  services: readonly LabService[],
  containers: readonly ContainerSummary[],
): ReadonlyMap<string, readonly ContainerSummary[]> {
  return match(services, containers, usersOf)
}

/**
 * The same, but each container with one service only: of those that use it, the one of the stack whose files made it.
 * That stack stops and removes it; for the others it is just there.
 */
export function matchOwnContainers(
  services: readonly LabService[],
  containers: readonly ContainerSummary[],
): ReadonlyMap<string, readonly ContainerSummary[]> {
  return match(services, containers, (container, claimants) => {
    const users = usersOf(container, claimants)
    const maker =
      users.find((user) => madeBy(container, user)) ??
      users.find((user) => madeElsewhere(container, user)) ??
      users[0]
    return maker ? [maker] : []
  })
}

type Choose = (container: ContainerSummary, claimants: readonly LabService[]) => readonly LabService[]

function match(
  services: readonly LabService[],
  containers: readonly ContainerSummary[],
  choose: Choose,
): ReadonlyMap<string, readonly ContainerSummary[]> {
  const byName = Map.groupBy(services, ({ stack, service }) => `${stack.project.name}\0${service.name}`)
  const matched = new Map<string, ContainerSummary[]>(services.map(({ key }) => [key, []]))
  for (const container of containers) {
    if (container.isOneOff) continue
    const claimants = byName.get(`${container.project}\0${container.service}`) ?? []
    for (const { key } of choose(container, claimants)) matched.get(key)?.push(container)
  }
  return matched
}

function usersOf(container: ContainerSummary, claimants: readonly LabService[]): readonly LabService[] {
  if (claimants.length < 2) return claimants
  const sameConfig = claimants.filter(({ service }) => service.configHash === container.configHash)
  const sameFiles = claimants.filter((claimant) => madeBy(container, claimant))
  if (sameConfig.length === 0 && sameFiles.length > 0) return sameFiles
  const users = claimants.filter(
    (claimant) => sameConfig.includes(claimant) || madeElsewhere(container, claimant),
  )
  return users.length > 0 ? users : claimants
}

function madeBy({ configFiles }: ContainerSummary, { stack }: LabService): boolean {
  return isSameList(stack.project.files, configFiles)
}

/** By the stack's files in an environment that is another one than the model's. */
function madeElsewhere(
  { configFiles }: ContainerSummary,
  { stack, filesElsewhere }: Pick<LabService, 'stack' | 'filesElsewhere'>,
): boolean {
  return (
    !isSameList(stack.project.files, configFiles) &&
    filesElsewhere.some((files) => isSameList(files, configFiles))
  )
}

export function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index])
}
