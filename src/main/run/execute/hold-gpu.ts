import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../../shared/errors.ts'
import { formatDuration, formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { describeObstacle, describeWait } from '../../gpu/wait-words.ts'
import { type Execution, reportService, type ServiceProgress } from './execution.ts'
import { type GpuWait, lookAndTake, lookEveryMs } from './look-for-gpu.ts'
import { replaceHolders } from './replace-holders.ts'
import { beginStep, type StepTools } from './step-tools.ts'

/**
 * Waits until a service can have what it claims of a GPU. Null when it may start; otherwise why not. Throws only when the run is
 * cancelled.
 */
export async function holdGpu(
  execution: Execution,
  progress: ServiceProgress,
  step: StepOf<'gpu'>,
  tools: StepTools,
): Promise<string | null> {
  const finish = beginStep(execution, step.id)
  const unloaded = new Set<string>()
  const wait: GpuWait = {
    execution,
    step,
    tools,
    unloaded,
    look: () => tools.gpuDesk.decide(() => lookAndTake(execution, step, tools.gpuDesk, unloaded)),
  }
  try {
    await letOthersFirst(execution, progress, step)
    const refusal = await untilItFits(wait, progress)
    finish(refusal === null ? 'succeeded' : 'failed', refusal ?? undefined)
    return refusal
  } catch (error) {
    if (execution.signal.aborted || !(error instanceof SwitchyardError)) {
      finish('cancelled')
      throw error
    }
    finish('failed', error.message)
    return error.message
  } finally {
    tools.gpuDesk.close(step.id)
  }
}

async function untilItFits(wait: GpuWait, progress: ServiceProgress): Promise<string | null> {
  const { execution, step } = wait
  const endAtMs = performance.now() + step.limitMs
  let hasReplaced = step.mode === 'wait'
  let said = ''
  for (;;) {
    const { verdict, hasSeveral } = await wait.look()
    if (verdict.kind === 'fits') return null
    if (verdict.kind === 'never') return verdict.reason
    const words = describeWait(verdict, hasSeveral)
    if (words !== said) {
      reportService(execution, progress, progress.readiness, { detail: words })
      const message = `${formatServiceRef(step.service)} ${words}.`
      if (said === '') execution.emit({ type: 'notice', level: 'info', message })
      said = words
    }
    if (!hasReplaced) {
      hasReplaced = true
      await replaceHolders(wait, verdict)
      continue
    }
    if (performance.now() >= endAtMs)
      return `the GPU was not free within ${formatDuration(step.limitMs)}: ${describeObstacle(verdict)}`
    await sleep(lookEveryMs, undefined, { signal: execution.signal })
  }
}

async function letOthersFirst(
  execution: Execution,
  progress: ServiceProgress,
  { first }: StepOf<'gpu'>,
): Promise<void> {
  for (const service of first) {
    const key = formatServiceRef(service)
    const other = execution.progress.get(key)
    if (!other) continue
    reportService(execution, progress, progress.readiness, {
      detail: `waits for the GPU: ${key} uses it first`,
    })
    await orAborted(execution.signal, other.settled.promise)
  }
}

async function orAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
