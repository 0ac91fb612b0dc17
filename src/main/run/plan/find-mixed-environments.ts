import { environmentName } from '../../../shared/environment-words.ts'
import type { Problem } from '../../../shared/errors.ts'
import { formatCount, formatList } from '../../../shared/format.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { Lab, Stack } from '../../lab/model.ts'
import { inEveryEnvironment } from '../../lab/select-environment.ts'
import { isSameList, type LabModel, type LabService, matchContainers } from '../facts/lab-model.ts'
import { isRunning } from '../facts/running-environments.ts'

/**
 * Another environment of the lab that runs in a project in which these services are about to start. Told by what Compose noted on
 * the containers; those that both environments have alike mix nothing.
 */
export function findMixedEnvironments(
  model: LabModel,
  services: readonly LabService[],
  containers: readonly ContainerSummary[],
): Problem[] {
  const labs = inEveryEnvironment(model.lab)
  if (labs.length < 2) return []
  const stacks = [...new Set(services.map(({ stack }) => stack))]
  const found = stacks.flatMap((stack) => findOthers(model, stack, labs, containers))
  return [...Map.groupBy(found, ({ stack }) => stack.project.name).values()].flatMap((group) => {
    const first = group[0]
    return first ? [describe(model.lab, first.stack, group)] : []
  })
}

interface Other {
  readonly stack: Stack
  readonly environment: string | null
  readonly container: ContainerSummary
}

function findOthers(
  model: LabModel,
  stack: Stack,
  labs: readonly Lab[],
  containers: readonly ContainerSummary[],
): readonly Other[] {
  const wanted = model.services.filter(({ ref, isActive }) => ref.stack === stack.name && isActive)
  const matched = matchContainers(wanted, containers)
  const alike = new Set(
    wanted.flatMap(({ key, service }) =>
      (matched.get(key) ?? [])
        .filter(({ configHash }) => configHash === service.configHash)
        .map(({ id }) => id),
    ),
  )
  return containers
    .filter(
      (container) =>
        container.project === stack.project.name &&
        !container.isOneOff &&
        isRunning(container) &&
        !alike.has(container.id) &&
        (stack.services === null || stack.services.includes(container.service)),
    )
    .flatMap((container) => {
      const makers = findMakingLabs(stack.name, labs, container)
      // An environment that changes nothing of this stack is no other one.
      const isOurs = makers.some(({ project }) => isSameSource(project, stack.project))
      const maker = makers[0]
      return maker && !isOurs ? [{ stack, environment: maker.environment, container }] : []
    })
}

/** Environments whose files made the container; where env files tell them apart, by these as well. */
function findMakingLabs(stackName: string, labs: readonly Lab[], container: ContainerSummary) {
  const makers = labs.flatMap(({ environment, stacks }) =>
    stacks
      .filter(({ name, project }) => name === stackName && makes(project, container))
      .map(({ project }) => ({ environment, project })),
  )
  const exact = makers.filter(({ project }) => isSameList(project.envFiles, container.envFiles))
  return exact.length > 0 ? exact : makers
}

function isSameSource(left: Stack['project'], right: Stack['project']): boolean {
  return isSameList(left.files, right.files) && isSameList(left.envFiles, right.envFiles)
}

function makes({ name, files }: Stack['project'], container: ContainerSummary): boolean {
  return name === container.project && isSameList(files, container.configFiles)
}

function describe(lab: Lab, stack: Stack, others: readonly Other[]): Problem {
  const running = [...new Set(others.map(({ environment }) => environmentName(environment)))]
  const wanted = environmentName(lab.environment)
  const stacks = new Set(lab.stacks.filter(({ project }) => project.name === stack.project.name))
  const target = stacks.size === lab.stacks.length ? '' : ` ${stack.name}`
  const beside = lab.environment ?? running[0] ?? wanted
  return {
    code: 'ENVIRONMENT_CLASH',
    message: `Project ${stack.project.name} runs as environment ${formatList(running)} (${formatCount(others.length, 'container')}): starting ${wanted} would mix the two.`,
    hint: `To change over: switchyard switch ${wanted}${target}. To run both beside each other, give ${beside} a \`project\` of its own in switchyard.yaml, under environments.`,
  }
}
