import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { type Execution, type ServiceProgress, reportService, uncut } from '../execute/execution.ts'
import { previousName } from './keep-previous.ts'
import { makePrevious } from './make-previous.ts'
import { startService } from '../execute/start-service.ts'
import { describeFailure, noteFailure } from '../execute/step-failure.ts'

/** Puts a service back that did not get ready with its new image, and all others of this run that took the same image. */
export async function putBackAll(
  execution: Execution,
  progress: ServiceProgress,
  step: StepOf<'replace'>,
  reason: string,
): Promise<void> {
  const { plan, replaced, refusedImages } = execution
  if (!step.putsBack || !replaced.has(step.id)) return
  refusedImages.add(step.image)
  await putBack(execution, progress, step, { reason })
  for (const other of plan.steps) {
    if (other.kind !== 'replace' || other.id === step.id || other.image !== step.image) continue
    const own = execution.progress.get(formatServiceRef(other.service))
    if (!replaced.has(other.id) || isPutBack(execution, other)) continue
    if (!own) {
      await putBackStopped(execution, other)
      continue
    }
    // One that is not ready yet puts itself back when it is.
    if (own.readyMs === null) continue
    await putBack(execution, own, other, {
      reason: `has the image with which ${formatServiceRef(step.service)} failed`,
    })
  }
}

/** A service that does not run has a container of the refused image by now, which nobody shall start. */
export async function putBackStopped(execution: Execution, step: StepOf<'replace'>): Promise<void> {
  try {
    await makePrevious(uncut(execution), step)
  } catch (error) {
    execution.failures.push(describeFailure(step.service, step.id, error))
  }
}

/** Services that were ready with their new image, and were so no more when everything else was. */
export async function putBackLate(execution: Execution): Promise<void> {
  for (const progress of execution.progress.values()) {
    const id = `replace:${formatServiceRef(progress.step.service)}`
    const step = execution.plan.steps.find((each) => each.kind === 'replace' && each.id === id)
    if (step?.kind !== 'replace' || progress.readiness !== 'failed' || isPutBack(execution, step)) continue
    await putBackAll(execution, progress, step, 'did not stay ready')
  }
}

/** What was ready with that image before is given time to be so again, however short the patience of this run is. */
export const leastPatienceMs = 60_000

/**
 * Makes the containers of a service again as they were, starts them and waits until it is ready; a cancel waits for that, too.
 * `isFailure`: in this run it has failed, however well it is again. Never throws for what the world does.
 */
export async function putBack(
  cuttable: Execution,
  progress: ServiceProgress,
  step: StepOf<'replace'>,
  { reason, isFailure = true }: { readonly reason: string; readonly isFailure?: boolean },
): Promise<void> {
  const execution = uncut(cuttable)
  const { engine, hub, emit, putBack: done } = execution
  const key = formatServiceRef(step.service)
  emit({ type: 'notice', level: 'warning', message: `${key} ${reason}; it is put back as it was.` })
  // Told when it is over; counted at once, so that nobody else does it as well.
  const end = { service: step.service, image: step.previous.image, imageId: step.previous.id, isReady: false }
  done.push(end)
  try {
    progress.containers = await makePrevious(execution, step)
    progress.isUp = false
    const verdict = await startService(execution, progress, { leastMs: leastPatienceMs })
    if (verdict.kind !== 'ready') {
      await noteFailure(execution, progress, verdict)
      return
    }
    done[done.indexOf(end)] = { ...end, isReady: true }
    progress.readyMs = Math.round(performance.now() - (progress.startedAtMs ?? performance.now()))
    progress.readyAtMs = Date.now()
    reportService(execution, progress, isFailure ? 'failed' : 'ready', {
      detail: `${reason}; runs its previous image again`,
      ...(isFailure ? {} : { readyBy: verdict.readyBy }),
    })
    await hub.persist(() => engine.untagImage(previousName(step)))
    emit({ type: 'notice', level: 'info', message: `${key} is ready again as it was.` })
  } catch (error) {
    const failure = describeFailure(step.service, step.id, error)
    execution.failures.push(failure)
    reportService(execution, progress, 'failed', { detail: failure.reason })
  }
}

export function isPutBack({ putBack: done }: Execution, { service }: StepOf<'replace'>): boolean {
  return done.some((other) => formatServiceRef(other.service) === formatServiceRef(service))
}
