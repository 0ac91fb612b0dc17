import { formatServiceRef } from '../../../shared/format.ts'
import type { Step } from '../../../shared/plan.ts'
import type { Failure } from '../../../shared/run.ts'
import { isGivenUp, serviceStepsOf, type Story } from './story.ts'

/** A failure with what it kept from starting. */
export interface FailureStory extends Failure {
  /** `stack/service` of what was not started because of it. */
  readonly keptBack: readonly string[]
}

/** Failures of a run: with their logs once it is over, and while it goes on as far as they are told. */
export function listFailures(story: Story): readonly FailureStory[] {
  const { view } = story
  const failures: readonly Failure[] = view.finished
    ? view.finished.failures
    : serviceStepsOf(view.plan).flatMap(({ key, ref, start }): Failure[] => {
        const service = view.services.get(key)
        if (service?.readiness !== 'failed') return []
        const reason = service.detail ?? 'no reason was given'
        return [{ service: ref, step: start?.id ?? null, reason, exitCode: null, log: [] }]
      })
  return failures.map((failure) => ({ ...failure, keptBack: listKeptBack(story, failure) }))
}

function listKeptBack(story: Story, { service, step }: Failure): readonly string[] {
  const { plan } = story.view
  const origin = step ?? (service ? `start:${formatServiceRef(service)}` : null)
  if (origin === null) return (story.view.finished?.notStarted ?? []).map(formatServiceRef)
  const reached = new Set([origin])
  for (const id of reached) {
    for (const step of plan.steps) if (needsOf(step).includes(id)) reached.add(step.id)
  }
  return serviceStepsOf(plan)
    .filter(({ start }) => start && start.id !== origin && reached.has(start.id) && isGivenUp(story, start))
    .map(({ key }) => key)
}

/** Steps without which it cannot begin. A gate that is not required opens after a failure as well, and so does an order. */
function needsOf(step: Step): readonly string[] {
  if (step.kind !== 'start') return step.after.filter((id) => !id.startsWith('start:'))
  const required = step.gates.filter((gate) => gate.required).map(({ on }) => `start:${formatServiceRef(on)}`)
  return [...step.after, ...required]
}
