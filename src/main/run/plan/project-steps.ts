import type { Step, StepOf } from '../../../shared/plan.ts'
import { buildArguments, createArguments, pullArguments } from '../../compose/arguments.ts'
import type { EngineSnapshot } from '../../engine/model.ts'
import { imageReference } from '../facts/image-reference.ts'
import type { LabModel, LabService } from '../facts/lab-model.ts'
import { externalNetworks, networkMakers } from './lab-networks.ts'
import { mustCreate, type ServiceStates } from '../facts/service-state.ts'

/** Networks to create before anything else: those the lab wants and those that no project of it makes. */
export function networkSteps(
  model: LabModel,
  services: readonly LabService[],
  snapshot: EngineSnapshot,
  states: ServiceStates,
): StepOf<'network'>[] {
  const used = new Set(
    services.filter(({ key }) => mustCreate(states.get(key))).map(({ stack }) => stack.project.key),
  )
  const external = [...used].flatMap((key) => externalNetworks(model, key))
  const made = networkMakers(model)
  const wanted =
    used.size === 0
      ? []
      : [...new Set([...model.lab.networks, ...external])].filter((name) => !made.has(name))
  return wanted
    .filter((name) => !snapshot.networks.has(name))
    .map((network) => ({
      kind: 'network',
      id: `network:${network}`,
      after: [],
      network,
      command: ['docker', 'network', 'create', network],
    }))
}

/** Pull, build and create, once for each Compose project. */
export function projectSteps(
  model: LabModel,
  services: readonly LabService[],
  states: ServiceStates,
  snapshot: EngineSnapshot,
  waves: readonly (readonly string[])[],
  {
    touchesDependencies,
    rebuilt,
  }: { readonly touchesDependencies: boolean; readonly rebuilt: ReadonlySet<string> },
): Step[] {
  const made = networkMakers(model)
  const creating = [...model.projects.values()]
    .map(({ project }) => project)
    .filter(({ key }) =>
      services.some((each) => each.stack.project.key === key && mustCreate(states.get(each.key))),
    )
  return [...model.projects.values()].flatMap(({ project, resolved }) => {
    const own = services.filter(({ stack }) => stack.project.key === project.key)
    const created = own.filter(({ key }) => mustCreate(states.get(key)))
    if (created.length === 0) return []
    const builds = created.filter((service) => rebuilt.has(service.key) || mustBuild(service, snapshot))
    const pulls = created.filter((service) => !builds.includes(service) && mustPull(service, snapshot))
    // Compose stops what it is told of and is to be started again.
    const restarted = own.filter(({ key }) => states.get(key) === 'restart')
    const recreated = created.filter(({ key }) => states.get(key) === 'recreate')
    const names = (list: readonly LabService[]) => list.map(({ service }) => service.name)
    const pull = stepFor('pull', project.key, project.name, pulls, pullArguments(project, names(pulls)))
    const build = stepFor('build', project.key, project.name, builds, buildArguments(project, names(builds)))
    const active = resolved.services.filter(
      ({ profiles }) =>
        profiles.length === 0 || profiles.some((profile) => project.profiles.includes(profile)),
    )
    const isWhole = created.length === active.length && created.every(({ isActive }) => isActive)
    const create: StepOf<'create'> = {
      kind: 'create',
      id: `create:${project.key}`,
      after: [
        ...model.lab.networks
          .filter((name) => !snapshot.networks.has(name) && !made.has(name))
          .map((name) => `network:${name}`),
        ...externalNetworks(model, project.key)
          .filter((name) => !snapshot.networks.has(name))
          .map((name) => (made.has(name) ? `create:${made.get(name)}` : `network:${name}`)),
        ...pull.map(({ id }) => id),
        ...build.map(({ id }) => id),
        // Two calls of Compose for one project at the same time would get into each other's way.
        ...creating
          .slice(0, creating.indexOf(project))
          .filter(({ name }) => name === project.name)
          .map(({ key }) => `create:${key}`),
        // A container that runs is replaced only when its turn has come.
        ...(recreated.length > 0 ? earlierStarts(recreated, services, states, waves) : []),
      ].filter((id, index, ids) => ids.indexOf(id) === index),
      project: project.name,
      services: created.map(({ ref }) => ref),
      recreates: recreated.map(({ ref }) => ref),
      command: compose(
        createArguments(project, isWhole ? [] : names([...created, ...restarted]), {
          withDependencies: touchesDependencies,
        }),
      ),
    }
    return [...pull, ...build, create]
  })
}

function earlierStarts(
  recreated: readonly LabService[],
  services: readonly LabService[],
  states: ServiceStates,
  waves: readonly (readonly string[])[],
): string[] {
  const waveOf = (stack: string) => waves.findIndex((wave) => wave.includes(stack))
  const first = Math.min(...recreated.map(({ ref }) => waveOf(ref.stack)))
  const projects = new Set(recreated.map(({ stack }) => stack.project.key))
  return services
    .filter(
      ({ key, ref, stack }) =>
        states.get(key) !== 'unchanged' && waveOf(ref.stack) < first && !projects.has(stack.project.key),
    )
    .map(({ key }) => `start:${key}`)
}

function stepFor(
  kind: 'pull' | 'build',
  key: string,
  project: string,
  services: readonly LabService[],
  args: readonly string[],
): Step[] {
  if (services.length === 0) return []
  return [
    {
      kind,
      id: `${kind}:${key}`,
      after: [],
      project,
      services: services.map(({ ref }) => ref),
      command: compose(args),
    },
  ]
}

function mustBuild({ stack, service }: LabService, snapshot: EngineSnapshot): boolean {
  if (!service.hasBuild) return false
  const image = service.image ?? `${stack.project.name}-${service.name}`
  return service.pullPolicy === 'build' || !snapshot.images.has(imageReference(image))
}

function mustPull({ service }: LabService, snapshot: EngineSnapshot): boolean {
  if (service.image === null || service.pullPolicy === 'never') return false
  return service.pullPolicy === 'always' || !snapshot.images.has(imageReference(service.image))
}

function compose(args: readonly string[]): string[] {
  return ['docker', 'compose', ...args]
}
