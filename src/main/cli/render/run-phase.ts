import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import { leadsDown } from '../../../shared/run-words.ts'
import type { RunServiceView, RunView } from '../../../shared/run-view.ts'
import type { Gate, Plan, StepOf } from '../../../shared/plan.ts'
import type { Signal } from './style.ts'

/** Where a service is in a run: readiness on the way up, and words for the way down. */
export type Phase =
  | 'already'
  | 'waiting'
  | 'created'
  | 'starting'
  | 'loading'
  | 'ready'
  | 'done'
  | 'failed'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'removing'
  | 'removed'
  | 'not started'

/** The steps of a plan that are about one service. */
export interface ServiceSteps {
  readonly service: ServiceRef
  readonly start?: StepOf<'start'>
  readonly stop?: StepOf<'stop'>
  readonly remove?: StepOf<'remove'>
}

/** Steps by `stack/service`, in the order of the plan. */
export function indexServiceSteps(plan: Plan): ReadonlyMap<string, ServiceSteps> {
  const index = new Map<string, ServiceSteps>()
  for (const step of plan.steps) {
    if (step.kind !== 'start' && step.kind !== 'stop' && step.kind !== 'remove') continue
    const key = formatServiceRef(step.service)
    index.set(key, { service: step.service, ...index.get(key), [step.kind]: step })
  }
  return index
}

export function phaseOf(view: RunView, steps: ServiceSteps): Phase {
  const stateOf = (step: { readonly id: string } | undefined) =>
    step ? view.steps.get(step.id)?.state : undefined
  const service = view.services.get(formatServiceRef(steps.service))
  const states = { start: stateOf(steps.start), stop: stateOf(steps.stop), remove: stateOf(steps.remove) }
  if (Object.values(states).includes('failed')) return 'failed'
  // A restart is on its way down until its start step begins.
  if (steps.start && (states.start !== undefined || !steps.stop)) return upPhase(view, service, states.start)
  if (states.remove === 'succeeded') return 'removed'
  if (states.remove === 'running') return 'removing'
  if (states.stop === 'succeeded' || service?.readiness === 'stopped') return 'stopped'
  if (states.stop === 'running') return 'stopping'
  // It was to be stopped only if it stood in the way.
  if (states.stop === 'skipped') return 'already'
  return service?.readiness === 'failed' ? 'failed' : 'running'
}

function upPhase(view: RunView, service: RunServiceView | undefined, state: string | undefined): Phase {
  const before = view.finished ? 'not started' : state === 'running' ? 'starting' : 'waiting'
  if (!service || service.readiness === 'waiting' || service.readiness === 'created') {
    return service?.readiness === 'created' && !view.finished ? 'created' : before
  }
  return service.readiness
}

export function signalOfPhase(phase: Phase, plan: Plan): Signal {
  switch (phase) {
    case 'already':
      return leadsDown(plan.kind) ? 'stopped' : 'ready'
    case 'created':
    case 'waiting':
    case 'running':
      return 'waiting'
    case 'starting':
    case 'loading':
    case 'stopping':
    case 'removing':
      return 'loading'
    case 'ready':
    case 'done':
    case 'failed':
      return phase
    case 'stopped':
    case 'removed':
    case 'not started':
      return 'stopped'
  }
}

/** Services that a start step still waits for, as `stack/service`. */
export function listUnmetGates(
  view: RunView,
  unchanged: ReadonlySet<string>,
  gates: readonly Gate[],
): string[] {
  return gates
    .map((gate) => ({ gate, key: formatServiceRef(gate.on) }))
    .filter(({ gate, key }) => !unchanged.has(key) && !isMet(gate, view.services.get(key)))
    .map(({ key }) => key)
}

function isMet(gate: Gate, service: RunServiceView | undefined): boolean {
  if (!service) return false
  if (!gate.required && service.readiness === 'failed') return true
  const enough = {
    started: ['starting', 'loading', 'ready', 'done'],
    ready: ['ready', 'done'],
    completed: ['done'],
  }
  return enough[gate.condition].includes(service.readiness)
}
