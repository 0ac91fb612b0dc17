import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { type Execution, reportService, uncut } from '../execute/execution.ts'
import { makePrevious } from './make-previous.ts'
import { noteReady } from '../execute/note-ready.ts'
import { leastPatienceMs } from './put-back.ts'
import { keepContainers } from './restore-containers.ts'
import { startService } from '../execute/start-service.ts'
import { describeFailure, noteFailure } from '../execute/step-failure.ts'

/**
 * What lives in a container that was put back has lost it, whether this run has replaced it or not: it is made again as it was, in the
 * one that is there now. The last thing of an update, so that everything else has its container.
 */
export async function restoreFollowers(cuttable: Execution): Promise<void> {
  const execution = uncut(cuttable)
  const replaces = execution.plan.steps.filter((step) => step.kind === 'replace')
  const seen = new Set<string>()
  let moved = new Set(execution.putBack.map(({ service }) => formatServiceRef(service)))
  while (moved.size > 0) {
    const following = replaces.filter(
      ({ id, follows }) => !seen.has(id) && follows.some((other) => moved.has(formatServiceRef(other))),
    )
    moved = new Set()
    for (const step of following) {
      seen.add(step.id)
      if (await restoreFollower(execution, step)) moved.add(formatServiceRef(step.service))
    }
  }
}

/** False when it has lost nothing. */
async function restoreFollower(execution: Execution, step: StepOf<'replace'>): Promise<boolean> {
  const { emit, successors, replaced, restored } = execution
  const key = formatServiceRef(step.service)
  const now = await keepContainers(execution, step)
  const isHomeless = now.some(({ livesIn }) => livesIn.some((id) => successors.has(id)))
  const isNew = replaced.has(step.id) && !restored.has(step.id)
  if (!isHomeless && !isNew) return false
  const names = step.follows.map(formatServiceRef).join(', ')
  emit({ type: 'notice', level: 'info', message: `${key} is put back with ${names}.` })
  try {
    await startAgain(execution, step, await makePrevious(execution, step))
  } catch (error) {
    const failure = describeFailure(step.service, step.id, error)
    execution.failures.push(failure)
    const progress = execution.progress.get(key)
    if (progress) reportService(execution, progress, 'failed', { detail: failure.reason })
  }
  return true
}

async function startAgain(
  execution: Execution,
  { service }: StepOf<'replace'>,
  containers: readonly string[],
): Promise<void> {
  const { failures, notStarted } = execution
  const key = formatServiceRef(service)
  const progress = execution.progress.get(key)
  if (!progress) return
  // What it failed with, or was not started for, was the loss of the container in which it lived.
  remove(failures, ({ service: failed }) => failed !== null && formatServiceRef(failed) === key)
  remove(notStarted, (other) => formatServiceRef(other) === key)
  progress.containers = containers
  progress.isUp = false
  const verdict = await startService(execution, progress, { leastMs: leastPatienceMs })
  if (verdict.kind === 'ready') noteReady(execution, progress, verdict)
  else await noteFailure(execution, progress, verdict)
}

function remove<Item>(list: Item[], isMeant: (item: Item) => boolean): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const item = list[index]
    if (item !== undefined && isMeant(item)) list.splice(index, 1)
  }
}
