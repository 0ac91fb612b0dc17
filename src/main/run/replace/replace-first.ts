import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, StepOf } from '../../../shared/plan.ts'
import { type Execution, type ServiceProgress, reportService } from '../execute/execution.ts'
import { explainFullDisk } from '../execute/explain-full-disk.ts'
import { putBackAll } from './put-back.ts'
import { replaceContainers } from './replace-containers.ts'
import { describeFailure } from '../execute/step-failure.ts'
import { beginStep, type StepEnd, type StepTools } from '../execute/step-tools.ts'

/** The step that makes the containers of a service anew before its start; undefined when a plan has none. */
export function findReplace(plan: Plan, { service }: StepOf<'start'>): StepOf<'replace'> | undefined {
  const id = `replace:${formatServiceRef(service)}`
  return plan.steps.find((step): step is StepOf<'replace'> => step.kind === 'replace' && step.id === id)
}

/** Makes the containers anew. Null: the service is to be started now; otherwise how it ended. */
export async function replaceFirst(
  execution: Execution,
  progress: ServiceProgress,
  step: StepOf<'replace'>,
  { composeQueue, end }: StepTools,
): Promise<StepEnd | null> {
  const { engine, hub, signal, failures, startedContainers } = execution
  const finish = beginStep(execution, step.id)
  try {
    const made = await replaceContainers(execution, step, composeQueue)
    end(step.id, finish('succeeded', made === null ? 'the image is the same' : undefined))
    if (made === null) {
      reportService(execution, progress, 'ready', { detail: 'runs that image already' })
      return 'succeeded'
    }
    progress.containers = made
    if (!signal.aborted) return null
    // Whoever cancels wants no more changes, and least of all a service that is down.
    for (const id of made) if (await hub.persist(() => engine.start(id))) startedContainers.push(id)
    progress.isUp = true
    return 'cancelled'
  } catch (error) {
    if (signal.aborted && !execution.replaced.has(step.id)) {
      execution.notStarted.push(step.service)
      end(step.id, finish('cancelled'))
      return 'cancelled'
    }
    const failure = await explainFullDisk(engine, describeFailure(step.service, step.id, error), {
      services: [],
      images: [],
    })
    failures.push(failure)
    reportService(execution, progress, 'failed', { detail: failure.reason })
    // Over when it stands again as before: whoever reads of a run that broke off goes by that.
    if (execution.replaced.has(step.id)) await putBackAll(execution, progress, step, failure.reason)
    end(step.id, finish('failed', failure.reason))
    return 'failed'
  }
}
