import { basename } from 'node:path'
import { SwitchyardError, errorFromProblems, type Problem } from '../../../shared/errors.ts'
import { environmentName } from '../../../shared/environment-words.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { ContainerSummary, EngineSnapshot } from '../../engine/model.ts'
import type { Gpu } from '../../../shared/host.ts'
import type { Listener } from '../../host/listeners.ts'
import { findMixedEnvironments } from './find-mixed-environments.ts'
import { findRebuilt } from './find-rebuilt.ts'
import { findStartProblems } from './find-problems.ts'
import { closeOverNeeds, collectGates, findCycle } from './gates.ts'
import { type LabModel, type LabService, matchContainers } from '../facts/lab-model.ts'
import { type Targets, isTargeted, isWholeLab } from './select-targets.ts'
import { findMissingNetworks, findNetworkCycle } from './lab-networks.ts'
import { breakCircles } from './break-circles.ts'
import { judgeStates } from './judge-states.ts'
import { networkSteps, projectSteps } from './project-steps.ts'
import { addStartHooks } from './hook-steps.ts'
import { addGpuSteps } from './gpu-steps.ts'
import { addRecipes } from './recipe-steps.ts'
import {
  findScriptProblems,
  findUnknownContainers,
  startByScript,
  tellReplacedScripts,
} from '../facts/service-scripts.ts'
import { isOneShotByFiles, type ServiceStates } from '../facts/service-state.ts'
import { expectLongest, startStep } from './start-step.ts'
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
  /** Why the machine is not prepared for heavy services, as a sentence; null when it is. */
  readonly noRecipes: string | null
  /** The lab in each of its environments, the files as they are first; for a switch, and where something is built. */
  readonly environments?: readonly LabModel[]
  /** The GPUs and who uses them; read only for labs that claim something of them. */
  readonly gpus?: readonly Gpu[]
}

export interface StartOptions {
  readonly targets: Targets
  /** The master switch: leave always-on stacks alone, even when something needs them. */
  readonly appsOnly: boolean
  /** Time limit for every service, in milliseconds; null: each its own. */
  readonly timeoutMs: number | null
  /** How often a service is started again after it failed; null or none: each its own. */
  readonly retries?: number | null
  /** An environment takes the place of another one; without it, to mix them is refused. */
  readonly switches?: boolean
  /** Consent to unload or stop those who hold a GPU that a started service claims. */
  readonly replacesGpu?: boolean
  /** Ids of steps that the run has besides those of the start. */
  readonly planned?: ReadonlySet<string>
}

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
  // First, for ports and names that are taken follow from it.
  const mixed = options.switches ? [] : findMixed(facts, options)
  if (mixed.length > 0) throw errorFromProblems(mixed)
  const problems = findStartProblems(model, services, containers, snapshot, facts.listeners)
  problems.push(
    ...findMissingNetworks(model, services, snapshot),
    ...findNetworkCycle(model, services, snapshot),
  )
  if (options.appsOnly) problems.push(...findMissingNeeds(model, services, containers, facts.knownReady))
  if (problems.length > 0) throw errorFromProblems(problems)

  const { states, kept } = judgeStates(services, containers, facts, options)
  const waves = collectStackWaves(services, gates)
  const steps = [
    ...networkSteps(model, services, snapshot, states),
    ...projectSteps(model, services, states, snapshot, waves, {
      touchesDependencies: !options.appsOnly && kept.length === 0,
      rebuilt: findRebuilt(model, facts.environments ?? [model]),
    }),
  ]
  const made = new Map(
    steps.flatMap((step) =>
      step.kind === 'create' ? step.services.map((ref) => [formatServiceRef(ref), step.id] as const) : [],
    ),
  )
  const starts = services
    .filter(({ key }) => states.get(key) !== 'unchanged')
    .map((service) => {
      const create = made.get(service.key)
      const step = startStep(service, {
        ...options,
        services,
        gates,
        waves,
        usualMs: facts.usualMs,
        containers: create === undefined ? (containers.get(service.key) ?? []) : [],
        after: create === undefined ? [] : [create],
      })
      const isBegun = states.get(service.key) !== 'watch'
      return isBegun ? startByScript(step, service, { ...options, dir: model.lab.dir }) : step
    })
  const begun = services.filter(({ key }) => !['unchanged', 'watch'].includes(states.get(key) ?? ''))
  const hooked = addStartHooks(model, [...steps, ...starts], new Set(begun.map(({ key }) => key)))
  const scripts = begun.map((service) => ({ service, action: 'start' as const }))
  const scriptProblems = findScriptProblems(model, starts, scripts, hooked.scripts)
  if (scriptProblems.length > 0) throw errorFromProblems(scriptProblems)
  const claimed = addGpuSteps(facts, {
    services,
    steps: hooked.steps,
    begun: new Set(begun.map(({ key }) => key)),
    replaces: options.replacesGpu ?? false,
    planned: options.planned ?? new Set(),
  })
  const prepared = addRecipes(claimed.steps, services, facts.noRecipes)
  return {
    kind: 'start',
    lab: { name: model.lab.name, dir: model.lab.dir },
    environment: model.lab.environment,
    waves: waves.map((wave) => wave.filter((stack) => services.some(({ ref }) => ref.stack === stack))),
    steps: [...breakCircles([...hooked.before, ...prepared.steps, ...hooked.after])],
    unchanged: services.filter(({ key }) => states.get(key) === 'unchanged').map(({ ref }) => ref),
    spared,
    warnings: [
      ...findIdleStacks(model, services, options),
      ...(options.switches ? [] : findMixedFiles(services, states, containers)),
      ...tellReplacedScripts(model, begun),
      ...claimed.warnings,
      ...prepared.warnings,
      ...(begun.length > 0 ? findUnknownContainers(model) : []),
      ...kept.map(
        ({ key, stack }) =>
          `${key} is always-on and runs with ${options.switches ? 'another' : 'an older'} configuration or image; it is left so. To replace it: ${replaceCommand(model, stack.name, options)}.`,
      ),
    ],
    expectedMs: expectLongest(starts),
  }
}

function replaceCommand({ lab }: LabModel, stack: string, { switches }: StartOptions): string {
  if (!switches) return `switchyard up ${stack}`
  return `switchyard switch ${environmentName(lab.environment)} ${stack} --include-always-on`
}

/** Another environment that this start would mix with; what is always-on is only asked about when it is meant. */
export function findMixed({ model, snapshot }: PlanFacts, options: StartOptions): Problem[] {
  const meant = selectServices(model, options).filter(
    (service) =>
      !service.stack.alwaysOn || isWholeLab(options.targets) || isTargeted(options.targets, service),
  )
  return findMixedEnvironments(model, meant, snapshot.containers)
}

/** The services that a start is about: the targets and what they need. Pure. */
export function selectServices(
  model: LabModel,
  { targets, appsOnly }: Pick<StartOptions, 'targets' | 'appsOnly'>,
): readonly LabService[] {
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

/** Stacks that were meant but start nothing, because all of their services belong to profiles that are not active. */
function findIdleStacks(
  model: LabModel,
  services: readonly LabService[],
  { targets }: StartOptions,
): string[] {
  return model.lab.stacks
    .filter(({ name, autoStart }) => (isWholeLab(targets) ? autoStart : targets.stacks.has(name)))
    .filter(({ name }) => !services.some(({ ref }) => ref.stack === name))
    .flatMap(({ name }) => {
      const own = model.services.filter(({ ref }) => ref.stack === name)
      const profiles = [...new Set(own.flatMap(({ service }) => service.profiles))]
      if (profiles.length === 0) return []
      return [
        `Stack ${name} starts nothing: its services belong to profiles (${profiles.join(', ')}), and none of these is chosen.`,
      ]
    })
}

/** Projects that run from other files, as another environment does, and whose containers this start would replace. */
function findMixedFiles(
  services: readonly LabService[],
  states: ServiceStates,
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
): string[] {
  const replaced = services.filter(({ key }) => states.get(key) === 'recreate')
  return [...Map.groupBy(replaced, ({ stack }) => stack.project)].flatMap(([project, own]) => {
    const made = own.flatMap(({ key }) => containers.get(key) ?? []).map(({ configFiles }) => configFiles)
    const other = made.find((files) => files.length > 0 && files.join() !== project.files.join())
    if (!other) return []
    const names = (files: readonly string[]) => files.map((file) => basename(file)).join(' + ')
    // A copy of the lab, or another user's of the same name.
    const say =
      names(other) === names(project.files) ? (files: readonly string[]) => files.join(' + ') : names
    return [
      `Project ${project.name} runs from ${say(other)}; starting it from ${say(project.files)} replaces ${own.length} of its containers.`,
    ]
  })
}

/** With the master switch, what an app needs of an always-on stack must run already: the switch never touches it. */
function findMissingNeeds(
  model: LabModel,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
  knownReady: ReadonlySet<string>,
) {
  const included = new Set(services.map(({ key }) => key))
  const active = model.services.filter(({ isActive }) => isActive)
  const oneShots = new Set(
    active.filter((service) => isOneShotByFiles(service, active)).map(({ key }) => key),
  )
  return closeOverNeeds(services, active, { requiredOnly: true })
    .filter(({ key, stack }) => stack.alwaysOn && !included.has(key))
    .filter(
      ({ key }) =>
        !(containers.get(key) ?? []).some(
          ({ id, state, exitCode }) =>
            state === 'running' || (exitCode === 0 && (oneShots.has(key) || knownReady.has(id))),
        ),
    )
    .map(({ key, stack }) => ({
      code: 'ALWAYS_ON',
      message: `The apps need ${key}, which is not running, and the switch never touches an always-on stack.`,
      hint: `Start it first: switchyard up ${stack.name}.`,
    }))
}
