import type { EnvironmentSwitch, ServiceChange } from '../../../shared/environments.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { Plan, Step } from '../../../shared/plan.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { LeftBehind } from './find-left-behind.ts'
import { type LabModel, type LabService, matchContainers } from '../facts/lab-model.ts'
import type { PlanFacts } from './plan-start.ts'
import { findMakers, isRunning } from '../facts/running-environments.ts'
import { compareOutlines, outlineOf, outlineOfContainer, type Outline } from '../facts/service-outline.ts'

interface SwitchPlan {
  readonly left: readonly LeftBehind[]
  readonly start: Plan
  readonly steps: readonly Step[]
}

/** What becomes different, service by service: Compose's own configuration of both sides wherever it made what runs. Pure. */
export function describeSwitch(
  facts: PlanFacts & { readonly environments: readonly LabModel[] },
  plan: SwitchPlan,
): EnvironmentSwitch {
  const { model, environments, snapshot } = facts
  const stacks = new Set([...plan.start.waves.flat(), ...plan.left.map(({ stack }) => stack)])
  const running = snapshot.containers.filter(isRunning)
  const from = [...stacks].flatMap((stack) =>
    findMakers(stack, environments, running).map(({ environment, project }) => ({
      stack,
      environment,
      project,
    })),
  )
  return {
    from,
    services: listChanges(facts, plan),
    networks: {
      removedOf: plan.steps.flatMap((step) => (step.kind === 'remove-networks' ? [step.project] : [])),
      created: listCreated(model, snapshot.networks, plan.start),
    },
  }
}

function listChanges(
  { model, environments, snapshot }: PlanFacts & { readonly environments: readonly LabModel[] },
  { left, start }: SwitchPlan,
): ServiceChange[] {
  const created = refsOf(start, (step) => (step.kind === 'create' ? step.services : []))
  const recreated = refsOf(start, (step) => (step.kind === 'create' ? step.recreates : []))
  const started = refsOf(start, (step) => (step.kind === 'start' ? [step.service] : []))
  const unchanged = new Set(start.unchanged.map(formatServiceRef))
  const containers = matchContainers(model.services, snapshot.containers)
  const gone = left.flatMap(({ stack, containers: own }) => own.map((container) => ({ stack, container })))
  const goneOf = ({ stack, service }: ServiceRef) =>
    gone.find((each) => each.stack === stack && each.container.service === service)?.container
  const replaced = new Set<string>()
  const coming = model.services.flatMap((service): ServiceChange[] => {
    const { key, ref, stack } = service
    const project = stack.project.name
    const after = outlineOf(service.service, project)
    const there = containers.get(key)?.[0]
    const own = there ?? goneOf(ref)
    const before = own ? beforeOf(own, ref, environments) : null
    const common = { service: ref, project: { before: own?.project ?? null, after: project } }
    if (recreated.has(key) || (created.has(key) && own)) {
      if (own && !there) replaced.add(own.id)
      return [{ ...common, change: 'recreate', differences: compareOutlines(before, after) }]
    }
    if (created.has(key)) return [{ ...common, change: 'create', differences: compareOutlines(null, after) }]
    if (started.has(key)) return [{ ...common, change: 'start', differences: [] }]
    return unchanged.has(key) ? [{ ...common, change: 'keep', differences: [] }] : []
  })
  const leaving = gone.flatMap(({ stack, container }): ServiceChange[] => {
    if (replaced.has(container.id)) return []
    const service = { stack, service: container.service }
    const differences = compareOutlines(beforeOf(container, service, environments), null)
    return [{ service, change: 'remove', project: { before: container.project, after: null }, differences }]
  })
  return [...coming, ...leaving]
}

/** What Compose resolved for the container that is there; of one that it would make no more, what the engine lists. */
function beforeOf(container: ContainerSummary, ref: ServiceRef, environments: readonly LabModel[]): Outline {
  const isMaker = ({ key, stack, service }: LabService) =>
    key === formatServiceRef(ref) &&
    stack.project.name === container.project &&
    service.configHash === container.configHash
  const maker = environments.flatMap(({ services }) => services).find(isMaker)
  return maker ? outlineOf(maker.service, maker.stack.project.name) : outlineOfContainer(container)
}

function refsOf({ steps }: Plan, refs: (step: Step) => readonly ServiceRef[]): ReadonlySet<string> {
  return new Set(steps.flatMap(refs).map(formatServiceRef))
}

function listCreated(model: LabModel, existing: ReadonlySet<string>, start: Plan): string[] {
  const creating = new Set(start.steps.flatMap((step) => (step.kind === 'create' ? [step.id] : [])))
  const own = [...model.projects].flatMap(([key, { resolved }]) =>
    creating.has(`create:${key}`)
      ? resolved.networks.filter(({ external }) => !external).map(({ name }) => name)
      : [],
  )
  const shared = start.steps.flatMap((step) => (step.kind === 'network' ? [step.network] : []))
  return [...new Set([...shared, ...own])].filter((name) => !existing.has(name))
}
