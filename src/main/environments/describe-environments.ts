import type { EnvironmentStack, EnvironmentTable } from '../../shared/environments.ts'
import type { ContainerSummary } from '../engine/model.ts'
import type { Stack } from '../lab/model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { findMakers, isRunning, isSameProject } from '../run/facts/running-environments.ts'
import { outlineOf } from '../run/facts/service-outline.ts'

/**
 * A lab's environments beside each other. `models` is the lab in each of them, the files as they are first; `containers` is null
 * when the engine does not answer. Pure.
 */
export function describeEnvironments(
  models: readonly LabModel[],
  containers: readonly ContainerSummary[] | null,
): EnvironmentTable {
  const plain = models[0]
  if (!plain) throw new Error('a lab has at least the environment of its files as they are')
  const running = (containers ?? []).filter(isRunning)
  const makers = new Map(plain.lab.stacks.map(({ name }) => [name, findMakers(name, models, running)]))
  const containersOf = (stack: Stack, environment: string | null) =>
    (makers.get(stack.name) ?? [])
      .filter(
        (made) => made.isKnown && made.environment === environment && made.project === stack.project.name,
      )
      .flatMap((made) => made.containers)
  const environments = models.map((model) => {
    const stacks = model.lab.stacks.map((stack) => {
      const before = plain.lab.stacks.find(({ name }) => name === stack.name)
      const isChanged =
        model !== plain && before !== undefined && !isSameProject(stack.project, before.project)
      // What leaves a stack as it is has the containers that the plain files made.
      const own = containersOf(stack, isChanged ? model.lab.environment : null)
      return describeStack(model, stack, own, isChanged)
    })
    const counted = stacks.filter(
      ({ stack, isChanged }) => isChanged || (model === plain && hasOthers(plain, stack)),
    )
    const telling = counted.length > 0 ? counted : model === plain ? stacks : []
    return {
      name: model.lab.environment,
      isRunning: telling.some((stack) => stack.running > 0),
      stacks,
    }
  })
  return {
    lab: { name: plain.lab.name, dir: plain.lab.dir },
    environments,
    isEngineThere: containers !== null,
  }
}

function hasOthers({ lab }: LabModel, stackName: string): boolean {
  return lab.stacks.some(({ name, environments }) => name === stackName && environments.length > 0)
}

function describeStack(
  { services, broken }: LabModel,
  stack: Stack,
  containers: readonly ContainerSummary[],
  isChanged: boolean,
): EnvironmentStack {
  const { project } = stack
  return {
    stack: stack.name,
    project: project.name,
    files: [...project.files],
    envFiles: [...project.envFiles],
    profiles: [...project.profiles],
    isChanged,
    running: containers.length,
    problem: broken.get(stack.name)?.message ?? null,
    services: services
      .filter(({ ref }) => ref.stack === stack.name)
      .map(({ service, isActive }) => {
        const { image, target, ports, mounts, networks, limits } = outlineOf(service, project.name)
        return {
          service: service.name,
          isActive,
          isRunning: containers.some((container) => container.service === service.name),
          image: image[0] ?? null,
          target: target[0] ?? null,
          ports: [...ports],
          mounts: [...mounts],
          networks: [...networks],
          limits: [...limits],
        }
      }),
  }
}
