import { SwitchyardError, errorFromProblems } from '../../shared/errors.ts'
import { formatServiceRef } from '../../shared/lab.ts'
import type { Gate, Plan, ReadinessCheck, Step, StepOf } from '../../shared/plan.ts'
import {
  buildArguments,
  createArguments,
  pullArguments,
  startArguments,
} from '../compose/arguments.ts'
import type { ContainerSummary, EngineSnapshot } from '../engine/model.ts'
import { type PathNode, findCriticalPath } from './critical-path.ts'
import type { Listener } from '../host/listeners.ts'
import { findStartProblems } from './find-problems.ts'
import { type Gates, closeOverNeeds, collectGates, findCycle } from './gates.ts'
import { type LabModel, type LabService, matchContainers } from './lab-model.ts'
import { type Targets, isTargeted, isWholeLab } from './select-targets.ts'
import { imageReference } from './image-reference.ts'
import { collectStackWaves } from './stack-waves.ts'

/** Everything that was read before a plan is made. */
export interface PlanFacts {
  readonly model: LabModel
  readonly snapshot: EngineSnapshot
  /** Ports that other programs hold; empty for an engine elsewhere. */
  readonly listeners: readonly Listener[]
  /** Usual time from start to ready in milliseconds, by `stack/service`. */
  readonly usualMs: ReadonlyMap<string, number>
  /** Containers, by id, that an earlier run saw ready and that have not been restarted since. */
  readonly knownReady: ReadonlySet<string>
}

export interface StartOptions {
  readonly targets: Targets
  /** The master switch: leave always-on stacks alone, even when something needs them. */
  readonly appsOnly: boolean
  /** Time limit for every service, in milliseconds; null: each its own. */
  readonly timeoutMs: number | null
}

const defaultTimeoutMs = 15 * 60_000
const defaultGraceMs = 1000

/**
 * What starting the targets would do. Pure: the same facts give the same plan.
 * Throws one SwitchyardError with every problem that was found; then nothing may be started.
 */
export function planStart(facts: PlanFacts, options: StartOptions): Plan {
  const { model, snapshot } = facts
  const containers = matchContainers(model.services, snapshot.containers)
  const services = selectServices(model, options)
  const spared = options.appsOnly
    ? model.lab.stacks.filter(({ alwaysOn }) => alwaysOn).map(({ name }) => name)
    : []
  const gates = collectGates(services)
  const cycle = findCycle(gates)
  if (cycle) {
    throw new SwitchyardError('CYCLE', `These services wait for each other: ${cycle.join(' → ')}.`, {
      hint: 'Take out one of the depends_on or needs entries between them.',
    })
  }
  const problems = findStartProblems(model, services, containers, snapshot, facts.listeners)
  if (options.appsOnly) problems.push(...findMissingNeeds(model, services, containers))
  if (problems.length > 0) throw errorFromProblems(problems)

  const states = new Map(services.map((service) => [service.key, judge(service, services, containers, facts)]))
  const waves = collectStackWaves(services, gates)
  const steps = [
    ...networkSteps(model, services, snapshot, states),
    ...projectSteps(model, services, states, snapshot, waves, options),
  ]
  const starts = services
    .filter(({ key }) => states.get(key) !== 'unchanged')
    .map((service) => startStep(service, { facts, gates, steps, containers, waves, options, services }))
  const nodes = starts.map(
    ({ service, expectedMs, gates: own }): PathNode => ({ key: formatServiceRef(service), expectedMs, gates: own }),
  )
  return {
    kind: 'start',
    lab: { name: model.lab.name, dir: model.lab.dir },
    environment: model.lab.environment,
    waves: waves.map((wave) => wave.filter((stack) => services.some(({ ref }) => ref.stack === stack))),
    steps: [...steps, ...starts],
    unchanged: services.filter(({ key }) => states.get(key) === 'unchanged').map(({ ref }) => ref),
    spared,
    warnings: [],
    expectedMs: findCriticalPath(nodes)?.expectedMs ?? null,
  }
}

/** What has to be done for a service: nothing, wait until it is ready, start it, make it, or make it anew. */
type ServiceState = 'unchanged' | 'watch' | 'start' | 'create' | 'recreate'

function selectServices(model: LabModel, { targets, appsOnly }: StartOptions): readonly LabService[] {
  const eligible = appsOnly ? model.services.filter(({ stack }) => !stack.alwaysOn) : model.services
  const wanted = eligible.filter((service) =>
    isWholeLab(targets)
      ? service.stack.autoStart && service.isActive
      : targets.services.has(service.key) || (service.isActive && isTargeted(targets, service)),
  )
  return closeOverNeeds(
    wanted,
    eligible.filter((service) => service.isActive || targets.services.has(service.key)),
  )
}

/** With the master switch, what an app needs of an always-on stack must run already: the switch never touches it. */
function findMissingNeeds(
  model: LabModel,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
) {
  const included = new Set(services.map(({ key }) => key))
  return closeOverNeeds(services, model.services.filter(({ isActive }) => isActive))
    .filter(({ key, stack }) => stack.alwaysOn && !included.has(key))
    .filter(({ key }) => !(containers.get(key) ?? []).some(({ state, exitCode }) => state === 'running' || exitCode === 0))
    .map(({ key, stack }) => ({
      code: 'ALWAYS_ON',
      message: `The apps need ${key}, which is not running, and the switch never touches an always-on stack.`,
      hint: `Start it first: switchyard up ${stack.name}.`,
    }))
}

function judge(
  service: LabService,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
  facts: PlanFacts,
): ServiceState {
  const own = containers.get(service.key) ?? []
  if (own.length === 0) return 'create'
  if (own.length !== service.service.scale) return 'create'
  if (own.some(({ configHash }) => configHash !== service.service.configHash)) return 'recreate'
  if (own.every((container) => isUp(container, facts.knownReady))) return 'unchanged'
  if (own.every(({ state }) => state === 'running')) return 'watch'
  return isFinished(service, services, containers, facts.knownReady) ? 'unchanged' : 'start'
}

function isUp({ id, state, health }: ContainerSummary, knownReady: ReadonlySet<string>): boolean {
  return state === 'running' && (health === null || health === 'healthy' || (health === 'starting' && knownReady.has(id)))
}

/**
 * A one-shot that exited 0 has done its work. It runs again only together with what depends on it: Compose would run it at
 * every `up`, and an `up` of a running lab would then never be a no-op.
 */
function isFinished(
  service: LabService,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
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
        dependency.service === service.service.name && dependency.condition === 'service_completed_successfully',
    ),
  )
  return isAwaited || service.settings.check?.kind === 'completed'
}

function dependentsOf(service: LabService, services: readonly LabService[]): readonly LabService[] {
  return services.filter(
    (other) =>
      other.stack.project.key === service.stack.project.key &&
      other.service.dependsOn.some((dependency) => dependency.service === service.service.name),
  )
}

type States = ReadonlyMap<string, ServiceState>

function networkSteps(
  model: LabModel,
  services: readonly LabService[],
  snapshot: EngineSnapshot,
  states: States,
): StepOf<'network'>[] {
  const used = new Set(
    services.filter(({ key }) => mustCreate(states.get(key))).map(({ stack }) => stack.project.key),
  )
  const external = [...model.projects.values()]
    .filter(({ project }) => used.has(project.key))
    .flatMap(({ resolved }) => resolved.networks.filter((network) => network.external))
    .map(({ name }) => name)
  const wanted = used.size === 0 ? [] : [...new Set([...model.lab.networks, ...external])]
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

function projectSteps(
  model: LabModel,
  services: readonly LabService[],
  states: States,
  snapshot: EngineSnapshot,
  waves: readonly (readonly string[])[],
  options: StartOptions,
): Step[] {
  return [...model.projects.values()].flatMap(({ project, resolved }) => {
    const own = services.filter(({ stack }) => stack.project.key === project.key)
    const created = own.filter(({ key }) => mustCreate(states.get(key)))
    if (created.length === 0) return []
    const builds = created.filter((service) => mustBuild(service, snapshot))
    const pulls = created.filter((service) => !builds.includes(service) && mustPull(service, snapshot))
    const recreated = created.filter(({ key }) => states.get(key) === 'recreate')
    const names = (list: readonly LabService[]) => list.map(({ service }) => service.name)
    const pull = stepFor('pull', project.key, project.name, pulls, pullArguments(project, names(pulls)))
    const build = stepFor('build', project.key, project.name, builds, buildArguments(project, names(builds)))
    const active = resolved.services.filter(
      ({ profiles }) => profiles.length === 0 || profiles.some((profile) => project.profiles.includes(profile)),
    )
    const isWhole = created.length === active.length && created.every(({ isActive }) => isActive)
    const create: StepOf<'create'> = {
      kind: 'create',
      id: `create:${project.key}`,
      after: [
        ...model.lab.networks.filter((name) => !snapshot.networks.has(name)).map((name) => `network:${name}`),
        ...resolved.networks
          .filter(({ name, external }) => external && !snapshot.networks.has(name))
          .map(({ name }) => `network:${name}`),
        ...pull.map(({ id }) => id),
        ...build.map(({ id }) => id),
        // A container that runs is replaced only when its turn has come.
        ...(recreated.length > 0 ? earlierStarts(recreated, services, states, waves) : []),
      ].filter((id, index, ids) => ids.indexOf(id) === index),
      project: project.name,
      services: created.map(({ ref }) => ref),
      recreates: recreated.map(({ ref }) => ref),
      command: compose(
        createArguments(project, isWhole ? [] : names(created), { withDependencies: !options.appsOnly }),
      ),
    }
    return [...pull, ...build, create]
  })
}

function earlierStarts(
  recreated: readonly LabService[],
  services: readonly LabService[],
  states: States,
  waves: readonly (readonly string[])[],
): string[] {
  const waveOf = (stack: string) => waves.findIndex((wave) => wave.includes(stack))
  const first = Math.min(...recreated.map(({ ref }) => waveOf(ref.stack)))
  const projects = new Set(recreated.map(({ stack }) => stack.project.key))
  return services
    .filter(({ key, ref, stack }) => states.get(key) !== 'unchanged' && waveOf(ref.stack) < first && !projects.has(stack.project.key))
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
    { kind, id: `${kind}:${key}`, after: [], project, services: services.map(({ ref }) => ref), command: compose(args) },
  ]
}

function startStep(
  service: LabService,
  context: {
    readonly facts: PlanFacts
    readonly gates: Gates
    readonly steps: readonly Step[]
    readonly containers: ReadonlyMap<string, readonly ContainerSummary[]>
    readonly waves: readonly (readonly string[])[]
    readonly options: StartOptions
    readonly services: readonly LabService[]
  },
): StepOf<'start'> {
  const { facts, gates, steps, containers, waves, options, services } = context
  const { stack, ref } = service
  const via = service.service.startsByCompose ? 'compose' : 'engine'
  const create = `create:${stack.project.key}`
  const isCreated = steps.some(
    (step) => step.id === create && step.kind === 'create' && step.services.some(({ service: name, stack: of }) => name === ref.service && of === ref.stack),
  )
  const name =
    containers.get(service.key)?.[0]?.name ??
    service.service.containerName ??
    `${stack.project.name}-${service.service.name}-1`
  return {
    kind: 'start',
    id: `start:${service.key}`,
    after: isCreated ? [create] : [],
    project: stack.project.name,
    service: ref,
    wave: waves.findIndex((wave) => wave.includes(ref.stack)),
    gates: [...(gates.get(service.key) ?? [])],
    check: chooseCheck(service, services),
    timeoutMs: options.timeoutMs ?? service.settings.timeoutMs ?? defaultTimeoutMs,
    retries: service.settings.retries ?? 0,
    via,
    containers: isCreated ? [] : (containers.get(service.key) ?? []).map(({ id }) => id),
    expectedMs: facts.usualMs.get(service.key) ?? null,
    command:
      via === 'compose'
        ? compose(startArguments(stack.project, service.service.name))
        : ['docker', 'start', name],
  }
}

/** The operator's own probe first, then the container's health check, then what the Compose file implies. */
function chooseCheck(service: LabService, services: readonly LabService[]): ReadinessCheck {
  const { settings } = service
  if (settings.check && (settings.check.kind !== 'health' || service.service.healthCheck)) return settings.check
  if (service.service.healthCheck) return { kind: 'health' }
  if (isOneShotByFiles(service, services)) return { kind: 'completed' }
  return { kind: 'running', graceMs: settings.graceMs ?? defaultGraceMs }
}

function mustCreate(state: ServiceState | undefined): boolean {
  return state === 'create' || state === 'recreate'
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
