import { SwitchyardError } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, Step, StepOf } from '../../../shared/plan.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import { describeSwitch } from './describe-switch.ts'
import { findLeftBehind, type LeftBehind } from './find-left-behind.ts'
import { overlaps } from './find-problems.ts'
import { type LabModel, matchContainers } from '../facts/lab-model.ts'
import { type PlanFacts, planStart, type StartOptions } from './plan-start.ts'
import { planStop, stopStep } from './plan-stop.ts'
import { isRunning } from '../facts/running-environments.ts'

export interface SwitchFacts extends PlanFacts {
  /** Every environment of the lab, the files as they are first. */
  readonly environments: readonly LabModel[]
}

/**
 * Puts an environment (the model's own) or a choice of profiles in the place of what runs of the same stacks: images first, then
 * what the other one leaves behind is stopped and removed, then a start like any other, which touches only what differs. Pure.
 */
export function planSwitch(
  facts: SwitchFacts,
  options: StartOptions & { readonly includeAlwaysOn: boolean },
): Plan {
  const { model, environments, snapshot } = facts
  refuseServices(options)
  const left = findLeftBehind(model, environments, snapshot.containers, options)
  const gone = left.flatMap(({ containers }) => containers)
  const stays = (container: ContainerSummary) => !gone.some(({ id }) => id === container.id)
  const start = planStart(
    {
      ...facts,
      snapshot: { ...snapshot, containers: snapshot.containers.filter(stays) },
      // What Docker listens on for a container that goes is free by then.
      listeners: facts.listeners.filter(
        (taken) => !gone.some(({ ports }) => ports.some((port) => overlaps(port, taken))),
      ),
    },
    { ...options, switches: true },
  )
  const stop = mergeStops(left.flatMap((each) => planLeaving(each, facts, options)))
  const used = new Set([
    ...snapshot.containers.filter(stays).map(({ project }) => project),
    ...start.steps.flatMap((step) => ('project' in step ? [step.project] : [])),
  ])
  const leaving = onceForEachProject(
    stop.steps.filter((step) => step.kind !== 'remove-networks' || !used.has(step.project)),
  )
  const moving = stopForPorts(facts, start)
  const before = start.steps.filter(isPreparing).map(({ id }) => id)
  const ends = [...leaving, ...moving].map(({ id }) => id)
  const steps: Step[] = [
    ...[...leaving, ...moving].map((step) => ({ ...step, after: [...step.after, ...before] })),
    ...start.steps.map((step) =>
      isPreparing(step) || step.kind === 'network' ? step : { ...step, after: [...step.after, ...ends] },
    ),
  ]
  return {
    ...start,
    kind: 'switch',
    steps,
    switch: describeSwitch(facts, { left, start, steps }),
    spared: model.lab.stacks
      .filter(({ name, alwaysOn }) => alwaysOn && !options.targets.stacks.has(name))
      .map(({ name }) => name),
    warnings: [...stop.warnings, ...start.warnings],
  }
}

/** Images are made while the other environment still runs: a build that fails leaves it as it is. */
function isPreparing({ kind }: Step): boolean {
  return kind === 'pull' || kind === 'build'
}

function refuseServices({ targets }: StartOptions): void {
  const [service] = targets.services
  if (service === undefined) return
  throw new SwitchyardError('NAME_UNKNOWN', `A switch is for whole stacks, and ${service} is a service.`, {
    hint: `Name its stack: ${service.split('/')[0] ?? ''}.`,
  })
}

/** Stops and removes what is left behind, as the environment that made it would; in its order, with its scripts. */
function planLeaving(
  { stack, environment, containers }: LeftBehind,
  { environments, snapshot }: SwitchFacts,
  { targets, includeAlwaysOn }: StartOptions & { readonly includeAlwaysOn: boolean },
): readonly Pick<Plan, 'steps' | 'warnings'>[] {
  let rest = containers
  const isMaker = ({ lab }: LabModel) => lab.environment === environment
  const makers = [...environments.filter(isMaker), ...environments.filter((model) => !isMaker(model))]
  const plans = makers.flatMap((model) => {
    const own = model.services.filter(({ ref }) => ref.stack === stack)
    const matched = matchContainers(own, rest)
    const known = own.flatMap(({ key }) => matched.get(key) ?? [])
    if (known.length === 0) return []
    rest = rest.filter((container) => !known.includes(container))
    const facts = { model, snapshot: { ...snapshot, containers: known } }
    return [planStop(facts, { targets, includeAlwaysOn, remove: true })]
  })
  return rest.length === 0 ? plans : [...plans, { steps: leaveUnknown(stack, rest), warnings: [] }]
}

/** Of services that none of today's files has any more. */
function leaveUnknown(stack: string, containers: readonly ContainerSummary[]): Step[] {
  const groups = Map.groupBy(containers, ({ project, service }) => `${project}/${service}`)
  return [...groups].flatMap(([name, own]): Step[] => {
    const [project = '', service = ''] = name.split('/')
    const common = { project, service: { stack, service }, containers: own.map(({ id }) => id) }
    const names = own.map((container) => container.name)
    const stop: StepOf<'stop'> = {
      ...common,
      kind: 'stop',
      id: `stop:${stack}/${service}`,
      after: [],
      wave: 0,
      via: 'engine',
      command: ['docker', 'stop', ...names],
    }
    return [
      ...(own.some(isRunning) ? [stop] : []),
      {
        ...common,
        kind: 'remove',
        id: `remove:${stack}/${service}`,
        after: own.some(isRunning) ? [stop.id] : [],
        command: ['docker', 'rm', ...names],
      },
    ]
  })
}

/** One service can be left behind by two environments at once, each in a project of its own. */
function mergeStops(plans: readonly Pick<Plan, 'steps' | 'warnings'>[]): Pick<Plan, 'steps' | 'warnings'> {
  const taken = new Set<string>()
  const steps = plans.flatMap((plan) => {
    const names = new Map(plan.steps.map(({ id }) => [id, freeName(id, taken)]))
    for (const name of names.values()) taken.add(name)
    return plan.steps.map((step) => ({
      ...step,
      id: names.get(step.id) ?? step.id,
      after: step.after.map((id) => names.get(id) ?? id),
    }))
  })
  return { steps, warnings: plans.flatMap(({ warnings }) => warnings) }
}

function freeName(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2, name = id; ; number += 1, name = `${id}#${number}`) if (!taken.has(name)) return name
}

/** Networks of a project go when all is removed that has left it. */
function onceForEachProject(steps: readonly Step[]): readonly Step[] {
  const seen = new Set<string>()
  return steps.flatMap((step): Step[] => {
    if (step.kind !== 'remove-networks') return [step]
    if (seen.has(step.project)) return []
    seen.add(step.project)
    const removals = steps.filter((other) => other.kind === 'remove' && other.project === step.project)
    return [{ ...step, after: removals.map(({ id }) => id) }]
  })
}

/**
 * Services that are replaced and whose port goes to a service of another project, which may start before their turn has come: they
 * are stopped first. Within a project Compose replaces all of them before the first one starts.
 */
function stopForPorts({ model, snapshot }: SwitchFacts, start: Plan): StepOf<'stop'>[] {
  const containers = matchContainers(model.services, snapshot.containers)
  const recreated = new Set(
    start.steps.flatMap((step) => (step.kind === 'create' ? step.recreates.map(formatServiceRef) : [])),
  )
  const starting = new Set(
    start.steps.flatMap((step) => (step.kind === 'start' ? [formatServiceRef(step.service)] : [])),
  )
  const wanted = model.services.filter(({ key }) => starting.has(key))
  return model.services.flatMap((service) => {
    const own = containers.get(service.key) ?? []
    const isTaken = own.some(({ ports }) =>
      ports.some((port) =>
        wanted.some(
          (other) =>
            other.stack.project.key !== service.stack.project.key &&
            other.service.ports.some((taken) => taken.port !== 0 && overlaps(taken, port)),
        ),
      ),
    )
    return recreated.has(service.key) && isTaken ? [stopStep(service, own, [], start.waves)] : []
  })
}
