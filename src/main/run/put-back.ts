import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatServiceRef } from '../../shared/format.ts'
import type { StepOf } from '../../shared/plan.ts'
import { replaceArguments } from '../compose/arguments.ts'
import { isSameReference } from '../engine/parse-reference.ts'
import { type Execution, type ServiceProgress, projectOf, reportService } from './execution.ts'
import { previousName } from './keep-previous.ts'
import { noteReady } from './note-ready.ts'
import { makeAnew } from './replace-containers.ts'
import { startService } from './start-service.ts'
import { describeFailure, noteFailure } from './step-failure.ts'

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
  await putBack(execution, progress, step, reason)
  for (const other of plan.steps) {
    if (other.kind !== 'replace' || other.id === step.id || other.image !== step.image) continue
    const own = execution.progress.get(formatServiceRef(other.service))
    if (!replaced.has(other.id) || isPutBack(execution, other)) continue
    if (!own) {
      await remakeStopped(execution, other)
      continue
    }
    // One that is not ready yet puts itself back when it is.
    if (own.readyMs === null) continue
    await putBack(execution, own, other, `has the image with which ${formatServiceRef(step.service)} failed`)
    await remakeFollowers(execution, other)
  }
}

/** A service that does not run has a container of the refused image by now, which nobody shall start. */
async function remakeStopped(execution: Execution, step: StepOf<'replace'>): Promise<void> {
  try {
    await withPrevious(execution, step, (command) => makeAnew(execution, step, command))
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
    await remakeFollowers(execution, step)
  }
}

/** What lives in a container that was ready, and was put back all the same, has lost it and is made anew once more. */
async function remakeFollowers(execution: Execution, { service }: StepOf<'replace'>): Promise<void> {
  const { plan, failures, replaced } = execution
  const name = formatServiceRef(service)
  for (const step of plan.steps) {
    if (step.kind !== 'replace' || !step.follows.some((other) => formatServiceRef(other) === name)) continue
    const key = formatServiceRef(step.service)
    const progress = execution.progress.get(key)
    // Its gate was open before: it comes to its end by itself, and then it is known whether it was replaced.
    await progress?.settled.promise
    if (!progress || !replaced.has(step.id)) continue
    // What it failed with was the loss of the container it lived in.
    const isLoss = (index: number) => {
      const failed = failures[index]?.service
      return failed !== undefined && failed !== null && formatServiceRef(failed) === key
    }
    for (let index = failures.length - 1; index >= 0; index -= 1) if (isLoss(index)) failures.splice(index, 1)
    try {
      progress.containers = await makeAnew(execution, step, step.command)
      progress.isUp = false
      const verdict = await startService(execution, progress, { leastMs: leastPatienceMs })
      if (verdict.kind === 'ready') noteReady(execution, progress, verdict)
      else await noteFailure(execution, progress, verdict)
    } catch (error) {
      tellFailure(execution, progress, step, error)
    }
  }
}

/** What was ready with that image before is given time to be so again, however short the patience of this run is. */
const leastPatienceMs = 60_000

function tellFailure(
  { failures, signal, emit }: Execution,
  progress: ServiceProgress,
  step: StepOf<'replace'>,
  error: unknown,
): void {
  if (signal.aborted) return
  const failure = describeFailure(step.service, step.id, error)
  failures.push(failure)
  reportService({ emit }, progress, 'failed', { detail: failure.reason })
}

/**
 * Makes the containers of a service anew from its previous image, starts them and waits until it is ready. The name of the image is
 * pointed back when the files still use it; otherwise the image alone is laid over the files. Never throws for what the world does.
 */
export async function putBack(
  execution: Execution,
  progress: ServiceProgress,
  step: StepOf<'replace'>,
  reason: string,
): Promise<void> {
  const { engine, hub, emit, putBack: done } = execution
  const key = formatServiceRef(step.service)
  emit({
    type: 'notice',
    level: 'warning',
    message: `${key} ${reason}; its previous image is put back.`,
  })
  // Told when it is over; counted at once, so that nobody else does it as well.
  const end = { service: step.service, image: step.previous.image, imageId: step.previous.id, isReady: false }
  done.push(end)
  try {
    const made = await withPrevious(execution, step, (command) => makeAnew(execution, step, command))
    progress.containers = made
    progress.isUp = false
    const verdict = await startService(execution, progress, { leastMs: leastPatienceMs })
    if (verdict.kind !== 'ready') {
      await noteFailure(execution, progress, verdict)
      return
    }
    done[done.indexOf(end)] = { ...end, isReady: true }
    progress.readyMs = Math.round(performance.now() - (progress.startedAtMs ?? performance.now()))
    progress.readyAtMs = Date.now()
    // In this run it has failed, however well it is again.
    reportService(execution, progress, 'failed', { detail: `${reason}; runs its previous image again` })
    await hub.persist(() => engine.untagImage(previousName(step)))
    emit({ type: 'notice', level: 'info', message: `${key} is ready again with its previous image.` })
  } catch (error) {
    tellFailure(execution, progress, step, error)
  }
}

/** Does work with the command that makes the containers from the previous image. */
async function withPrevious<Value>(
  { engine, hub, model }: Execution,
  step: StepOf<'replace'>,
  work: (command: readonly string[]) => Promise<Value>,
): Promise<Value> {
  const { previous, service } = step
  if (isSameReference(step.image, previous.image) && !step.image.includes('@')) {
    await hub.persist(() => engine.tagImage(previous.id, step.image))
    return work(step.command)
  }
  // The files name another image than before, and they are the operator's.
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-previous-'))
  try {
    const override = join(dir, 'previous-image.json')
    await writeFile(override, JSON.stringify({ services: { [service.service]: { image: previous.id } } }))
    const args = replaceArguments(projectOf(model, service), service.service, { override })
    return await work(['docker', 'compose', ...args])
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function isPutBack({ putBack: done }: Execution, { service }: StepOf<'replace'>): boolean {
  return done.some((other) => formatServiceRef(other.service) === formatServiceRef(service))
}
