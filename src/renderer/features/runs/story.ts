import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'
import type { Plan, Step, StepOf } from '../../../shared/plan.ts'
import type { RunMoment, StepTimes } from '../../bridge/run-store.ts'

/** What is known of a run: its plan, where it is, and when everything in it happened (epoch milliseconds). */
export interface Story {
  readonly view: RunView
  readonly moments: ReadonlyMap<string, readonly RunMoment[]>
  readonly stepTimes: ReadonlyMap<string, StepTimes>
}

/** The steps of a plan that are about one service. */
export interface ServiceSteps {
  readonly key: string
  readonly ref: ServiceRef
  readonly start?: StepOf<'start'>
  readonly stop?: StepOf<'stop'>
  readonly remove?: StepOf<'remove'>
}

/** Steps about services, together for each service, in the order of the plan. */
export function serviceStepsOf(plan: Plan): readonly ServiceSteps[] {
  const index = new Map<string, ServiceSteps>()
  for (const step of plan.steps) {
    if (step.kind !== 'start' && step.kind !== 'stop' && step.kind !== 'remove') continue
    const key = formatServiceRef(step.service)
    index.set(key, { key, ref: step.service, ...index.get(key), [step.kind]: step })
  }
  return [...index.values()]
}

/** Steps that serve several services: networks, pulls, builds, creations. */
export function sharedStepsOf(plan: Plan): readonly Step[] {
  const ofServices = ['start', 'stop', 'remove', 'replace', 'lease', 'release', 'gpu']
  return plan.steps.filter(({ kind }) => !ofServices.includes(kind))
}

/** Start, in milliseconds since the run began, of a step; null before. A start step begins when its container is started. */
export function beganMs({ view, moments, stepTimes }: Story, step: Step): number | null {
  const began =
    step.kind === 'start'
      ? moments
          .get(formatServiceRef(step.service))
          ?.find(({ readiness }) => readiness === 'starting' || readiness === 'loading')?.atMs
      : stepTimes.get(step.id)?.startedAtMs
  return began === undefined ? null : Math.max(began - view.startedAtMs, 0)
}

/** End, in milliseconds since the run began; null before. A start step ends when its service is ready, done or failed. */
export function endedMs({ view, moments, stepTimes }: Story, step: Step): number | null {
  let ended = stepTimes.get(step.id)?.finishedAtMs
  if (step.kind === 'start') {
    const own = moments.get(formatServiceRef(step.service)) ?? []
    const good = own.find(({ readiness }) => readiness === 'ready' || readiness === 'done')
    const last = own.at(-1)
    ended = good?.atMs ?? (last?.readiness === 'failed' ? last.atMs : null)
  }
  return ended === undefined || ended === null ? null : Math.max(ended - view.startedAtMs, 0)
}

/** Whether it will never begin in this run: something before it failed, or the run was cancelled. */
export function isGivenUp({ view }: Story, step: Step): boolean {
  const state = view.steps.get(step.id)?.state
  if (state === 'skipped' || state === 'cancelled') return true
  if (step.kind !== 'start') return false
  const key = formatServiceRef(step.service)
  const service = view.services.get(key)
  return (
    (service?.readiness === 'waiting' || service?.readiness === 'created') &&
    service.detail !== null &&
    service.detail.startsWith('not started')
  )
}
