import { SwitchyardError, errorFromProblems } from '../../../shared/errors.ts'
import type { Plan, ReplaceReason, StepOf } from '../../../shared/plan.ts'
import type { ImageState, UpdateOptions } from '../../../shared/updates.ts'
import { replaceArguments } from '../../compose/arguments.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import { collectGates, findCycle } from './gates.ts'
import { type LabService, matchContainers, matchOwnContainers } from '../facts/lab-model.ts'
import type { PlanFacts } from './plan-start.ts'
import { addRecipes } from './recipe-steps.ts'
import { type Targets, isTargeted, isWholeLab } from './select-targets.ts'
import { findScriptProblems, startByScript } from '../facts/service-scripts.ts'
import { dependentsOf, isOneShotByFiles } from '../facts/service-state.ts'
import { expectLongest, startStep } from './start-step.ts'
import { collectStackWaves } from './stack-waves.ts'
import { tellFiles, tellHooks, tellStates } from './tell-update.ts'
import { buildSteps, pullSteps } from './update-images.ts'
import { contractGates, findFollowers } from './update-order.ts'

/** The image of a service as an update finds it. */
export interface UpdateFact {
  /** Reference as the files name it. */
  readonly image: string
  readonly state: ImageState
  /** What its containers were made from; null without one. */
  readonly runs: { readonly reference: string; readonly imageId: string } | null
}

/** By `stack/service`; services that have no image of their own are not in it. */
export type UpdateFacts = ReadonlyMap<string, UpdateFact>

/** What an update is planned from, besides what every plan is. */
export interface UpdateKnowledge {
  readonly facts: UpdateFacts
  /** The image to go back to: an id that the engine has, or `name@sha256:…` to pull; null for the newest one. */
  readonly goBackTo: string | null
  /** Services, `stack/service`, that an update which broke off has taken down: they are started again. */
  readonly takenDown?: ReadonlySet<string>
}

export interface UpdatePlanOptions extends Omit<UpdateOptions, 'to'> {
  readonly targets: Targets
  readonly includeAlwaysOn: boolean
  readonly timeoutMs: number | null
}

/**
 * What updating the targets would do: everything is pulled and built first, then one container after the other is replaced behind its
 * gates, if its image is another one then. Pure. Throws what forbids it.
 */
export function planUpdate(facts: PlanFacts, knowledge: UpdateKnowledge, options: UpdatePlanOptions): Plan {
  const { model, snapshot } = facts
  const updates = knowledge.facts
  const owned = matchOwnContainers(model.services, snapshot.containers)
  const kept = alwaysOnContainers(facts, options)
  const own = (service: LabService) => (owned.get(service.key) ?? []).filter(({ id }) => !kept.has(id))
  const meant = model.services.filter(
    (service) =>
      (isWholeLab(options.targets) || isTargeted(options.targets, service)) && own(service).length > 0,
  )
  const reasons = new Map(meant.flatMap((service) => giveReason(service, knowledge, options)))
  const changing = [
    ...meant.filter(({ key }) => reasons.has(key)),
    ...findFollowers(model.services, reasons).filter((service) => own(service).length > 0),
  ]
  const runs = (service: LabService) =>
    own(service).some(({ state }) => state === 'running' || state === 'restarting')
  // What runs to its end is run again when something that waited for it runs.
  const isUp = (service: LabService) =>
    runs(service) ||
    (knowledge.takenDown?.has(service.key) ?? false) ||
    (isOneShotByFiles(service, model.services) && dependentsOf(service, model.services).some(runs))
  const starting = changing.filter(isUp)
  const gates = contractGates(starting, collectGates(model.services.filter(isUp)))
  const cycle = findCycle(gates)
  if (cycle)
    throw new SwitchyardError('CYCLE', `These services wait for each other: ${cycle.join(' → ')}.`, {
      hint: 'Take out one of the depends_on or needs entries between them.',
    })
  const waves = collectStackWaves(changing, gates)
  const images = [
    ...pullSteps(changing.filter(({ key }) => mustPull(reasons.get(key)))),
    ...buildSteps(changing.filter(({ key }) => reasons.get(key) === 'built')),
  ]
  const made = images.map(({ id }) => id)
  const replaces = changing.map((service) => {
    const step = replaceStep(service, { knowledge, reasons, options, containers: own(service) })
    return { ...step, after: made }
  })
  const starts = starting.map((service) => {
    const step = startStep(service, {
      ...options,
      services: model.services,
      gates,
      waves,
      usualMs: facts.usualMs,
      containers: own(service),
      after: made,
    })
    return startByScript(step, service, { ...options, dir: model.lab.dir })
  })
  const scripts = starting.map((service) => ({ service, action: 'start' as const }))
  const problems = findScriptProblems(model, starts, scripts, [])
  if (problems.length > 0) throw errorFromProblems(problems)
  const prepared = addRecipes(starts, starting, facts.noRecipes)
  return {
    kind: 'update',
    lab: { name: model.lab.name, dir: model.lab.dir },
    environment: model.lab.environment,
    waves,
    steps: [...images, ...replaces, ...prepared.steps],
    unchanged: meant.filter(({ key }) => !reasons.has(key)).map(({ ref }) => ref),
    spared: model.lab.stacks
      .filter(({ name, alwaysOn }) => alwaysOn && !isNamed(name, options))
      .map(({ name }) => name),
    warnings: [
      ...tellStates(changing, updates, reasons),
      ...tellFiles(meant, reasons, owned),
      ...tellHooks(starting),
      ...prepared.warnings,
    ],
    expectedMs: expectLongest(starts),
  }
}

/** Containers that always-on stacks use, alone or with others, unless the stack is named and that is meant. */
function alwaysOnContainers({ model, snapshot }: PlanFacts, options: UpdatePlanOptions): ReadonlySet<string> {
  const containers = matchContainers(model.services, snapshot.containers)
  const spared = model.services.filter(
    (service) => service.stack.alwaysOn && !(options.includeAlwaysOn && isTargeted(options.targets, service)),
  )
  return new Set(spared.flatMap(({ key }) => (containers.get(key) ?? []).map(({ id }) => id)))
}

function isNamed(stack: string, { targets, includeAlwaysOn }: UpdatePlanOptions): boolean {
  const isTarget =
    targets.stacks.has(stack) || [...targets.services].some((key) => key.startsWith(`${stack}/`))
  return includeAlwaysOn && isTarget
}

const reasonOfState: Partial<Record<ImageState['kind'], ReplaceReason>> = {
  newer: 'newer',
  here: 'here',
  files: 'files',
  built: 'built',
  unknown: 'unknown',
}

function giveReason(
  { key, service }: LabService,
  { facts, goBackTo }: UpdateKnowledge,
  { build }: UpdatePlanOptions,
): [string, ReplaceReason][] {
  const fact = facts.get(key)
  if (!fact?.runs) return []
  if (goBackTo !== null) return [[key, 'asked']]
  if (service.hasBuild && build) return [[key, 'built']]
  const reason = reasonOfState[fact.state.kind]
  return reason === undefined || (reason === 'built' && !build) ? [] : [[key, reason]]
}

function mustPull(reason: ReplaceReason | undefined): boolean {
  return reason === 'newer' || reason === 'files' || reason === 'unknown'
}

function replaceStep(
  service: LabService,
  context: {
    readonly knowledge: UpdateKnowledge
    readonly reasons: ReadonlyMap<string, ReplaceReason>
    readonly options: UpdatePlanOptions
    readonly containers: readonly ContainerSummary[]
  },
): StepOf<'replace'> {
  const { knowledge, reasons, options, containers } = context
  const { key, ref, stack } = service
  const fact = knowledge.facts.get(key)
  const reason = reasons.get(key) ?? 'unknown'
  const first = containers[0]
  return {
    kind: 'replace',
    id: `replace:${key}`,
    after: [],
    command: [
      'docker',
      'compose',
      ...replaceArguments(stack.project, ref.service, { always: reason === 'follows' }),
    ],
    project: stack.project.name,
    service: ref,
    reason,
    image: fact?.image ?? first?.image ?? '',
    previous: { id: fact?.runs?.imageId ?? '', image: fact?.runs?.reference ?? first?.image ?? '' },
    to: reason === 'asked' ? knowledge.goBackTo : null,
    hasNewFiles: containers.some(({ configHash }) => configHash !== service.service.configHash),
    putsBack: options.putBack && reason !== 'follows',
    follows: service.service.follows.map((name) => ({ stack: ref.stack, service: name })),
  }
}
