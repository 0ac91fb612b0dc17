import { errorFromProblems } from '../../../shared/errors.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, StepOf } from '../../../shared/plan.ts'
import { stopArguments } from '../../compose/arguments.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import { collectGates } from './gates.ts'
import { addStopHooks } from './hook-steps.ts'
import { type LabModel, type LabService, matchContainers, matchOwnContainers } from '../facts/lab-model.ts'
import type { PlanFacts } from './plan-start.ts'
import { isRunning } from '../facts/running-environments.ts'
import { type Targets, isTargeted, isWholeLab } from './select-targets.ts'
import { findScriptProblems, stopByScript } from '../facts/service-scripts.ts'
import { collectStackWaves } from './stack-waves.ts'
import { collectFollowers } from './stop-order.ts'

export interface StopOptions {
  readonly targets: Targets
  /** Always-on stacks that are named in the targets are stopped as well; the caller has checked that this is meant. */
  readonly includeAlwaysOn: boolean
  /** Remove containers and the project's own networks after the stop; never volumes. */
  readonly remove: boolean
  /** The volumes without a name go with their containers. */
  readonly anonymousVolumes?: boolean
}

type StopFacts = Pick<PlanFacts, 'model' | 'snapshot'>

/** What stopping the targets would do, in reverse of the order in which they start. Pure. Throws what is wrong with its scripts. */
export function planStop({ model, snapshot }: StopFacts, options: StopOptions): Plan {
  const containers = matchContainers(model.services, snapshot.containers)
  const owned = matchOwnContainers(model.services, snapshot.containers)
  const isSpared = (service: LabService) =>
    service.stack.alwaysOn && !(options.includeAlwaysOn && isTargeted(options.targets, service))
  const kept = new Set([
    ...model.services.filter(isSpared).flatMap(({ key }) => (containers.get(key) ?? []).map(({ id }) => id)),
    ...containersOfBrokenAlwaysOn(model, snapshot.containers),
  ])
  // What an always-on stack shares with another stack (one project, one file, one service) stays up.
  const own = ({ key }: LabService) => (owned.get(key) ?? []).filter(({ id }) => !kept.has(id))
  const chosen = model.services.filter(
    (service) =>
      !isSpared(service) &&
      (isWholeLab(options.targets) || isTargeted(options.targets, service)) &&
      own(service).length > 0,
  )
  const running = chosen.filter((service) => own(service).some(isRunning))
  const waves = collectStackWaves(chosen, collectGates(chosen)).toReversed()
  const followers = collectFollowers(running, model.services, findTwins(model.services, containers, owned))
  // A script stops the whole service: it is not for one of which something stays.
  const byScript = running.filter(
    ({ key, settings }) =>
      settings.scripts?.stop && !(containers.get(key) ?? []).some(({ id }) => kept.has(id)),
  )
  const hooked = addStopHooks(
    model,
    running.map((service) => {
      const step = stopStep(service, own(service), followers.get(service.key) ?? [], waves)
      return byScript.includes(service) ? stopByScript(step, service, model.lab.dir) : step
    }),
  )
  const stops = hooked.steps
  const scripts = byScript.map((service) => ({ service, action: 'stop' as const }))
  const problems = findScriptProblems(model, stops, scripts, hooked.scripts)
  if (problems.length > 0) throw errorFromProblems(problems)
  const removals = options.remove ? removeSteps(chosen, own, stops, snapshot.containers, options) : []
  return {
    kind: options.remove ? 'down' : 'stop',
    lab: { name: model.lab.name, dir: model.lab.dir },
    environment: model.lab.environment,
    waves,
    steps: [...hooked.before, ...stops, ...hooked.after, ...removals],
    unchanged: options.remove
      ? []
      : chosen.filter((service) => !running.includes(service)).map(({ ref }) => ref),
    spared: [...new Set(model.services.filter(isSpared).map(({ stack }) => stack.name))],
    warnings: findLeftBehind(model, running, { containers, owned }),
    expectedMs: null,
  }
}

/** Of a stack whose files Compose refuses no service is known; then the files that made a container say whose it is. */
function containersOfBrokenAlwaysOn(
  { lab, broken }: LabModel,
  containers: readonly ContainerSummary[],
): string[] {
  const stacks = lab.stacks.filter(({ name, alwaysOn }) => alwaysOn && broken.has(name))
  return containers
    .filter(({ project, configFiles }) =>
      stacks.some(
        (stack) =>
          stack.project.name === project && stack.ownFiles.some((file) => configFiles.includes(file)),
      ),
    )
    .map(({ id }) => id)
}

type ContainersOf = ReadonlyMap<string, readonly ContainerSummary[]>

/** Services whose container belongs to another stack that defines them alike: `stack/service` to that one. */
function findTwins(
  services: readonly LabService[],
  containers: ContainersOf,
  owned: ContainersOf,
): ReadonlyMap<string, ServiceRef> {
  const owners = new Map(
    services.flatMap(({ key, ref }) => (owned.get(key) ?? []).map(({ id }) => [id, { key, ref }] as const)),
  )
  return new Map(
    services.flatMap(({ key }) => {
      const owner = owners.get(containers.get(key)?.[0]?.id ?? '')
      return owner && owner.key !== key ? [[key, owner.ref] as const] : []
    }),
  )
}

export function stopStep(
  service: LabService,
  containers: readonly ContainerSummary[],
  followers: readonly string[],
  waves: readonly (readonly string[])[],
): StepOf<'stop'> {
  const via = service.service.stopsByCompose ? 'compose' : 'engine'
  return {
    kind: 'stop',
    id: `stop:${service.key}`,
    after: followers.map((key) => `stop:${key}`),
    project: service.stack.project.name,
    service: service.ref,
    wave: waves.findIndex((wave) => wave.includes(service.stack.name)),
    via,
    containers: containers.map(({ id }) => id),
    command:
      via === 'compose'
        ? ['docker', 'compose', ...stopArguments(service.stack.project, [service.service.name])]
        : ['docker', 'stop', ...containers.map(({ name }) => name)],
  }
}

function removeSteps(
  chosen: readonly LabService[],
  own: (service: LabService) => readonly ContainerSummary[],
  stops: readonly StepOf<'stop'>[],
  all: readonly ContainerSummary[],
  { anonymousVolumes = false }: StopOptions,
): (StepOf<'remove'> | StepOf<'remove-networks'>)[] {
  const removals = chosen.map((service): StepOf<'remove'> => ({
    kind: 'remove',
    id: `remove:${service.key}`,
    after: stops.filter(({ id }) => id === `stop:${service.key}`).map(({ id }) => id),
    project: service.stack.project.name,
    service: service.ref,
    containers: own(service).map(({ id }) => id),
    ...(anonymousVolumes ? { anonymousVolumes } : {}),
    command: [
      'docker',
      'rm',
      ...(anonymousVolumes ? ['--volumes'] : []),
      ...own(service).map(({ name }) => name),
    ],
  }))
  const gone = new Set(chosen.flatMap((service) => own(service).map(({ id }) => id)))
  const projects = [...new Set(chosen.map(({ stack }) => stack.project.name))]
  // A project's networks go only when nothing of the project is left that could use them.
  const networks = projects
    .filter((project) => all.every((container) => container.project !== project || gone.has(container.id)))
    .map((project): StepOf<'remove-networks'> => ({
      kind: 'remove-networks',
      id: `remove-networks:${project}`,
      after: removals.filter((step) => step.project === project).map(({ id }) => id),
      project,
      command: ['docker', 'network', 'prune', '--filter', `label=com.docker.compose.project=${project}`],
    }))
  return [...removals, ...networks]
}

/** Services that go on running although something that they depend on is about to stop. */
function findLeftBehind(
  model: LabModel,
  stopping: readonly LabService[],
  { containers, owned }: { readonly containers: ContainersOf; readonly owned: ContainersOf },
): string[] {
  const stopped = new Set(stopping.flatMap(({ key }) => (owned.get(key) ?? []).map(({ id }) => id)))
  const users = model.services.filter(({ key }) => containers.get(key)?.some(({ id }) => stopped.has(id)))
  const keys = new Set(users.map(({ key }) => key))
  const gates = collectGates(model.services)
  return model.services
    .filter(({ key }) => !keys.has(key) && (owned.get(key) ?? []).some(isRunning))
    .flatMap(({ key }) => {
      const lost = (gates.get(key) ?? [])
        .filter(({ from, on }) => from !== 'layout' && keys.has(formatServiceRef(on)))
        .map(({ on }) => formatServiceRef(on))
      return lost.length === 0 ? [] : [`${key} goes on running although it depends on ${lost.join(', ')}.`]
    })
}
