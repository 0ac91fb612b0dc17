import { formatServiceRef } from '../../../shared/format.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { holdGpu } from './hold-gpu.ts'
import { holdHost, nothingHeld, type HostHold } from './hold-host.ts'
import { noteReady } from './note-ready.ts'
import { putBack, putBackAll } from '../replace/put-back.ts'
import { findReplace, replaceFirst } from '../replace/replace-first.ts'
import { startService, waitForGates } from './start-service.ts'
import { describeFailure, noteFailure } from './step-failure.ts'
import { beginStep, type StepEnd, type StepTools } from './step-tools.ts'

/** One service, from its waiting to its end. Whoever waits for it learns the end as well. */
export async function runStartStep(
  execution: Execution,
  step: StepOf<'start'>,
  tools: StepTools,
): Promise<StepEnd> {
  const progress = execution.progress.get(formatServiceRef(step.service))
  if (!progress) throw new Error(`no progress for ${step.id}`)
  let hold: HostHold | null = null
  const takeHost = async () => {
    const refusal = await claimGpu(execution, progress, tools)
    if (refusal !== null) return { ...nothingHeld, refusal }
    return (hold = await prepareHost(execution, progress, tools))
  }
  const end = await waitAndStart(execution, progress, tools, takeHost)
  // One that was not carried out ends here, too.
  tools.end(`replace:${formatServiceRef(step.service)}`, 'skipped')
  progress.started.resolve(end === 'succeeded')
  progress.settled.resolve(end === 'succeeded')
  leaveGpu(step, tools)
  // What waits for this service does not wait for the host; the run does, by the step that gives it back.
  void releaseHost(execution, step, tools, { hold, isCutShort: end !== 'succeeded' })
  return end
}

async function waitAndStart(
  execution: Execution,
  progress: ServiceProgress,
  tools: StepTools,
  takeHost: () => Promise<HostHold>,
): Promise<StepEnd> {
  const { signal } = execution
  const refusal = await orAborted(signal, () => waitUntilAllowed(execution, progress, tools))
  if (signal.aborted || refusal === undefined) {
    return skip(execution, progress, 'cancelled', notStarted)
  }
  if (refusal !== null) {
    if (refusal === noContainer && execution.failures.length === 0) {
      // Compose said that all is well, and yet there is nothing to start (a service of a provider, say).
      const { service, id } = progress.step
      execution.failures.push({
        service,
        step: id,
        reason: 'Compose made no container for it',
        exitCode: null,
        log: [],
      })
    }
    return skip(execution, progress, 'skipped', `not started: ${refusal}`)
  }
  try {
    const { refusal: hostRefusal } = await takeHost()
    if (hostRefusal !== null) {
      const { service, id } = progress.step
      execution.failures.push({ service, step: id, reason: hostRefusal, exitCode: null, log: [] })
      return skip(execution, progress, 'skipped', `not started: ${hostRefusal}`)
    }
  } catch (error) {
    if (signal.aborted) return skip(execution, progress, 'cancelled', notStarted)
    throw error
  }
  const replace = findReplace(execution.plan, progress.step)
  if (replace) {
    const end = await replaceFirst(execution, progress, replace, tools)
    if (end !== null) return end
  }
  const finish = beginStep(execution, progress.step.id)
  try {
    if (!progress.step.script) await takeTurn(progress, tools)
    signal.throwIfAborted()
    const verdict = await startService(execution, progress)
    if (verdict.kind === 'ready') {
      noteReady(execution, progress, verdict)
      if (replace && execution.refusedImages.has(replace.image)) {
        await putBack(execution, progress, replace, {
          reason: 'has an image with which another service failed',
        })
        return finish('failed', 'put back')
      }
      return finish('succeeded')
    }
    const reason = await noteFailure(execution, progress, verdict)
    if (replace) await putBackAll(execution, progress, replace, reason)
    return finish('failed', reason)
  } catch (error) {
    if (signal.aborted) {
      if (!progress.isUp) skip(execution, progress, 'cancelled', notStarted)
      return finish('cancelled')
    }
    const failure = describeFailure(progress.step.service, progress.step.id, error)
    execution.failures.push(failure)
    reportService(execution, progress, 'failed', { detail: failure.reason })
    return finish('failed', failure.reason)
  }
}

const noContainer = 'its container could not be made'
const notStarted = 'not started: the run was cancelled'

/** Null when gates, earlier steps and the container are there; otherwise why it is not started. */
async function waitUntilAllowed(
  execution: Execution,
  progress: ServiceProgress,
  { endOf, available }: StepTools,
): Promise<string | null> {
  const { step } = progress
  // A start does not wait for the end of its create step: its own container is enough. Host and GPU it sees to itself.
  // A script does as it likes with the project: Compose must have done with it.
  const ordering = step.after.filter(
    (id) => (step.script || !id.startsWith('create:')) && !id.startsWith('lease:') && !id.startsWith('gpu:'),
  )
  const [closed, ...earlier] = await Promise.all([waitForGates(execution, progress), ...ordering.map(endOf)])
  if (closed !== null) return closed
  const failed = ordering.find((_, index) => earlier[index] !== 'succeeded')
  if (failed !== undefined) return refusalBy(execution, failed)
  const isAvailable =
    step.containers.length > 0 || (await available.get(formatServiceRef(step.service))?.promise)
  return isAvailable ? null : noContainer
}

function refusalBy({ plan }: Execution, id: string): string {
  const step = plan.steps.find((each) => each.id === id)
  return step?.kind === 'hook' ? `the ${describeHook(step)} failed` : 'an earlier step failed'
}

/** Null when it has what it claims of a GPU, or claims nothing; otherwise why it is not started. */
async function claimGpu(
  execution: Execution,
  progress: ServiceProgress,
  tools: StepTools,
): Promise<string | null> {
  const id = `gpu:${formatServiceRef(progress.step.service)}`
  const step = execution.plan.steps.find((each) => each.id === id)
  if (step?.kind !== 'gpu') return null
  const refusal = await holdGpu(execution, progress, step, tools)
  tools.end(id, refusal === null ? 'succeeded' : 'failed')
  return refusal
}

/** From now on its containers say whether it holds a GPU; and nobody is stopped for it any more. */
function leaveGpu({ service }: StepOf<'start'>, { end, gpuDesk }: StepTools): void {
  const key = formatServiceRef(service)
  gpuDesk.settle(key)
  gpuDesk.close(`gpu:${key}`)
  end(`gpu:${key}`, 'skipped')
}

async function prepareHost(
  execution: Execution,
  { step }: ServiceProgress,
  { end }: StepTools,
): Promise<HostHold> {
  const key = formatServiceRef(step.service)
  const lease = execution.plan.steps.find(({ id }) => id === `lease:${key}`)
  if (lease?.kind !== 'lease') return nothingHeld
  const hold = await holdHost(execution, lease)
  end(lease.id, hold.refusal === null ? 'succeeded' : 'failed')
  return hold
}

/** Whatever became of the start, the host is given back, and both steps end. */
async function releaseHost(
  execution: Execution,
  { service }: StepOf<'start'>,
  { end }: StepTools,
  { hold, isCutShort }: { readonly hold: HostHold | null; readonly isCutShort: boolean },
): Promise<void> {
  const key = formatServiceRef(service)
  end(`lease:${key}`, 'skipped')
  if (hold === null || hold === nothingHeld) return end(`release:${key}`, 'skipped')
  const finish = beginStep(execution, `release:${key}`)
  end(`release:${key}`, finish(await hold.release(isCutShort)))
}

/** Resolves when it may start. Only the start itself takes a place; the waiting for readiness does not. */
async function takeTurn(
  { step, started }: ServiceProgress,
  { startQueue, urgency }: StepTools,
): Promise<void> {
  const turn = Promise.withResolvers<void>()
  const priority = urgency.get(formatServiceRef(step.service)) ?? 0
  // The queue looks at who is most urgent only when it has several to choose from: let all that ask now come in first.
  startQueue.pause()
  setImmediate(() => startQueue.start())
  void startQueue.add(
    async () => {
      turn.resolve()
      await started.promise
    },
    { priority },
  )
  await turn.promise
}

function skip(execution: Execution, progress: ServiceProgress, end: StepEnd, detail: string): StepEnd {
  execution.notStarted.push(progress.step.service)
  reportService(execution, progress, progress.containers.length > 0 ? 'created' : 'waiting', { detail })
  return end
}

/** The work's value, or undefined as soon as the signal is aborted. */
async function orAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value | undefined> {
  if (signal.aborted) return undefined
  const aborted = Promise.withResolvers<undefined>()
  const onAbort = () => aborted.resolve(undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
