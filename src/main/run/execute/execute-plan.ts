import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { Failure, Outcome, PutBack } from '../../../shared/run.ts'
import { tellKept } from '../replace/keep-previous.ts'
import { putBackLate } from '../replace/put-back.ts'
import { checkStillUp } from './check-still-up.ts'
import { createEventHub } from './event-hub.ts'
import { type Execution, type ExecutionOptions, type ServiceProgress, reportService } from './execution.ts'
import { describeFailure } from './step-failure.ts'
import { restoreFollowers } from '../replace/restore-followers.ts'
import { runSteps } from './run-steps.ts'
import { takeBackUpdate } from '../replace/take-back-update.ts'

export interface ExecutionResult {
  readonly outcome: Outcome
  readonly failures: readonly Failure[]
  readonly notStarted: readonly ServiceRef[]
  readonly putBack: readonly PutBack[]
  /** Services that are ready or done, with their time from start to ready; null when this run did not start them. */
  readonly ready: readonly {
    readonly service: ServiceRef
    readonly elapsedMs: number | null
    /** Epoch milliseconds. */
    readonly readyAtMs: number
    readonly containers: readonly string[]
    readonly isDone: boolean
  }[]
}

/**
 * Carries out a plan. Every step begins as soon as what it waits for holds; a failure stops only what depends on it.
 * Never throws for what the world does; the result says it.
 */
export async function executePlan(options: ExecutionOptions): Promise<ExecutionResult> {
  const { plan, engine, signal } = options
  const hub = createEventHub({
    engine,
    patienceMs: options.enginePatienceMs,
    onLost: () =>
      options.emit({
        type: 'notice',
        level: 'warning',
        message: 'The Docker engine went away; waiting for it.',
      }),
    onBack: () =>
      options.emit({
        type: 'notice',
        level: 'info',
        message: 'The Docker engine is back; looking at everything again.',
      }),
  })
  const starts = plan.steps.filter((step) => step.kind === 'start')
  const progress = new Map(starts.map((step) => [formatServiceRef(step.service), newProgress(step)]))
  const execution: Execution = {
    ...options,
    hub,
    progress,
    failures: [],
    notStarted: [],
    replaced: new Set(),
    kept: new Map(),
    successors: new Map(),
    restored: new Set(),
    putBack: [],
    refusedImages: new Set(),
    startedContainers: [],
    recoveries: [],
    lingering: [],
    outputs: new Map(),
  }
  try {
    await orNameAll(execution, hub.opened)
    // What is updated runs until its turn comes, and is shown as it runs.
    if (plan.kind !== 'update')
      for (const each of progress.values()) reportService(execution, each, 'waiting')
    await runSteps(execution)
    for (const recovery of execution.recoveries) await recovery
    for (const script of execution.lingering) await script
    if (!signal.aborted) {
      await checkStillUp(execution)
      await putBackLate(execution)
    }
    const takesBack = signal.aborted && options.wantsRollback()
    if (takesBack && plan.kind === 'update') await takeBackUpdate(execution)
    else if (takesBack) await rollBack(execution)
    await restoreFollowers(execution)
    tellKept(execution)
  } catch (error) {
    execution.failures.push(describeFailure(null, null, error))
  } finally {
    hub.dispose()
  }
  const outcome = execution.failures.length > 0 ? 'failed' : 'succeeded'
  return {
    outcome: signal.aborted ? 'cancelled' : outcome,
    failures: execution.failures,
    notStarted: execution.notStarted,
    putBack: execution.putBack,
    ready: [...progress.values()]
      .filter(({ readyMs }) => readyMs !== null)
      .map(({ step, readyMs, readyAtMs, containers, readiness }) => ({
        service: step.service,
        elapsedMs: containers.some((id) => execution.startedContainers.includes(id)) ? readyMs : null,
        readyAtMs,
        containers,
        isDone: readiness === 'done',
      })),
  }
}

/** Without an engine nothing is started. */
async function orNameAll({ progress, notStarted }: Execution, opened: Promise<void>): Promise<void> {
  try {
    await opened
  } catch (error) {
    notStarted.push(...[...progress.values()].map(({ step }) => step.service))
    throw error
  }
}

function newProgress(step: StepOf<'start'>): ServiceProgress {
  return {
    step,
    started: Promise.withResolvers<boolean>(),
    settled: Promise.withResolvers<boolean>(),
    containers: step.containers,
    startedAtMs: null,
    isUp: false,
    readyMs: null,
    readyAtMs: 0,
    readiness: 'waiting',
  }
}

async function rollBack(execution: Execution): Promise<void> {
  const { startedContainers, engine, hub, emit, failures } = execution
  if (startedContainers.length === 0) return
  emit({
    type: 'notice',
    level: 'info',
    message: `Stopping again what this run started (${startedContainers.length}).`,
  })
  for (const id of startedContainers.toReversed()) {
    try {
      await hub.persist(() => engine.stop(id))
      noteStopped(execution, id)
    } catch (error) {
      // One that cannot be stopped is named, and does not keep the others up.
      failures.push(describeFailure(null, `stop ${id.slice(0, 12)}`, error))
    }
  }
}

/** What was ready is so no more. */
function noteStopped(execution: Execution, containerId: string): void {
  const stopped = [...execution.progress.values()].find(({ containers }) => containers.includes(containerId))
  if (!stopped) return
  stopped.readyMs = null
  reportService(execution, stopped, 'stopped')
}
