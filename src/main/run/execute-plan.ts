import PQueue from 'p-queue'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatServiceRef, type ServiceRef } from '../../shared/lab.ts'
import type { Step, StepOf } from '../../shared/plan.ts'
import type { Failure, Outcome } from '../../shared/run.ts'
import { createContainers } from './create-containers.ts'
import { findUrgency } from './critical-path.ts'
import { createEventHub } from './event-hub.ts'
import { type Execution, type ExecutionOptions, type ServiceProgress, reportService } from './execution.ts'
import { ComposeCallError, runCompose } from './run-compose.ts'
import { startService, waitForGates } from './start-service.ts'

export interface ExecutionResult {
  readonly outcome: Outcome
  readonly failures: readonly Failure[]
  readonly notStarted: readonly ServiceRef[]
  /** Services that are ready or done, with their time from start to ready; null when this run did not start them. */
  readonly ready: readonly {
    readonly service: ServiceRef
    readonly elapsedMs: number | null
    readonly containers: readonly string[]
    readonly isDone: boolean
  }[]
}

/** Starts are mostly waiting, but each costs the engine some 0.1 s of processor; more at once only slow each other down. */
const startsAtOnce = 4
const composeCallsAtOnce = 2
const logLines = 10

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
    startedContainers: [],
    recoveries: [],
  }
  try {
    await hub.opened
    for (const each of progress.values()) reportService(execution, each, 'waiting')
    await runSteps(execution)
    for (const recovery of execution.recoveries) await recovery
    if (!signal.aborted) await checkStillUp(execution)
    if (signal.aborted && options.wantsRollback()) await rollBack(execution)
  } catch (error) {
    execution.failures.push(failureOf(null, null, error))
  } finally {
    hub.dispose()
  }
  const outcome = execution.failures.length > 0 ? 'failed' : 'succeeded'
  return {
    outcome: signal.aborted ? 'cancelled' : outcome,
    failures: execution.failures,
    notStarted: execution.notStarted,
    ready: [...progress.values()]
      .filter(({ readyMs }) => readyMs !== null)
      .map(({ step, readyMs, containers, readiness }) => ({
        service: step.service,
        elapsedMs: containers.some((id) => execution.startedContainers.includes(id)) ? readyMs : null,
        containers,
        isDone: readiness === 'done',
      })),
  }
}

function newProgress(step: StepOf<'start'>): ServiceProgress {
  return {
    step,
    started: Promise.withResolvers<boolean>(),
    settled: Promise.withResolvers<boolean>(),
    containers: step.containers,
    startedAtMs: null,
    readyMs: null,
    readiness: 'waiting',
  }
}

type StepEnd = 'succeeded' | 'failed' | 'cancelled' | 'skipped'

async function runSteps(execution: Execution): Promise<void> {
  const { plan, progress } = execution
  const startQueue = new PQueue({ concurrency: startsAtOnce })
  const composeQueue = new PQueue({ concurrency: composeCallsAtOnce })
  const urgency = findUrgency(
    [...progress].map(([key, { step }]) => ({ key, expectedMs: step.expectedMs, gates: step.gates })),
  )
  const ends = new Map(plan.steps.map((step) => [step.id, Promise.withResolvers<StepEnd>()]))
  const endOf = (id: string) => ends.get(id)?.promise ?? Promise.resolve<StepEnd>('succeeded')
  const tools: StepTools = { startQueue, composeQueue, urgency, endOf, available: new Map() }
  for (const key of progress.keys()) tools.available.set(key, Promise.withResolvers<boolean>())
  await Promise.all(
    plan.steps.map(async (step) => {
      const end = await runStep(execution, step, tools)
      ends.get(step.id)?.resolve(end)
    }),
  )
}

interface StepTools {
  readonly startQueue: PQueue
  readonly composeQueue: PQueue
  readonly urgency: ReadonlyMap<string, number>
  readonly endOf: (id: string) => Promise<StepEnd>
  /** By service: its containers exist (true) or will not (false). */
  readonly available: Map<string, PromiseWithResolvers<boolean>>
}

/** Runs one step from its waiting to its end; reports both; never throws. */
async function runStep(execution: Execution, step: Step, tools: StepTools): Promise<StepEnd> {
  if (step.kind === 'start') return runStart(execution, step, tools)
  const { emit, signal } = execution
  const earlier = await Promise.all(step.after.map(tools.endOf))
  const isBlocked = step.kind !== 'stop' && isBlockedBy(step, earlier)
  if (isBlocked || signal.aborted) {
    giveUpCreation(step, tools)
    return isBlocked ? 'skipped' : 'cancelled'
  }
  emit({ type: 'step-started', step: step.id })
  const beganAtMs = performance.now()
  const finish = (outcome: StepEnd, message: string | null) => {
    emit({
      type: 'step-finished',
      step: step.id,
      outcome,
      elapsedMs: Math.round(performance.now() - beganAtMs),
      message,
    })
    return outcome
  }
  try {
    await doStep(execution, step, tools)
    return finish('succeeded', null)
  } catch (error) {
    giveUpCreation(step, tools)
    if (signal.aborted) return finish('cancelled', null)
    const service = 'service' in step ? step.service : null
    const failure = failureOf(service, step.id, error)
    execution.failures.push(failure)
    return finish('failed', failure.reason)
  }
}

/** Start steps before a create only order it; anything else that failed makes it pointless. */
function isBlockedBy(step: Step, earlier: readonly StepEnd[]): boolean {
  return earlier.some((end, index) => end !== 'succeeded' && !step.after[index]?.startsWith('start:'))
}

function giveUpCreation(step: Step, { available }: StepTools): void {
  if (step.kind !== 'create') return
  for (const service of step.services) available.get(formatServiceRef(service))?.resolve(false)
}

async function doStep(
  execution: Execution,
  step: Exclude<Step, { kind: 'start' }>,
  { composeQueue, startQueue, available }: StepTools,
): Promise<void> {
  const { engine, hub, signal } = execution
  switch (step.kind) {
    case 'network':
      return hub.persist(() => engine.createNetwork(step.network))
    case 'pull':
    case 'build': {
      const service = step.services[0]
      if (service) await composeQueue.add(() => runCompose(execution, step.command, service))
      return
    }
    case 'create': {
      const failed = await composeQueue.add(() =>
        createContainers(execution, step, (key, containers) => {
          const progress = execution.progress.get(key)
          if (progress) progress.containers = containers
          available.get(key)?.resolve(true)
        }),
      )
      for (const service of step.services) {
        const error = failed.get(formatServiceRef(service))
        if (error) execution.failures.push(failureOf(service, step.id, error))
        available.get(formatServiceRef(service))?.resolve(false)
      }
      return
    }
    case 'stop':
      if (step.via === 'compose')
        await composeQueue.add(() => runCompose(execution, step.command, step.service))
      else await Promise.all(step.containers.map((id) => hub.persist(() => engine.stop(id))))
      signal.throwIfAborted()
      execution.emit({
        type: 'service-changed',
        service: step.service,
        readiness: 'stopped',
        readyBy: null,
        detail: null,
        container: null,
        elapsedMs: null,
      })
      return
    case 'remove':
      await startQueue.add(() =>
        Promise.all(step.containers.map((id) => hub.persist(() => engine.remove(id)))),
      )
      return
    case 'remove-networks':
      await hub.persist(() => engine.removeProjectNetworks(step.project))
  }
}

async function runStart(execution: Execution, step: StepOf<'start'>, tools: StepTools): Promise<StepEnd> {
  const key = formatServiceRef(step.service)
  const progress = execution.progress.get(key)
  if (!progress) throw new Error(`no progress for ${key}`)
  const { emit, signal, notStarted } = execution
  const settle = (isUp: boolean) => {
    progress.started.resolve(isUp)
    progress.settled.resolve(isUp)
  }
  const skip = (detail: string): StepEnd => {
    settle(false)
    notStarted.push(step.service)
    reportService(execution, progress, progress.containers.length > 0 ? 'created' : 'waiting', { detail })
    return signal.aborted ? 'cancelled' : 'skipped'
  }
  const refusal = await orAborted(signal, async () => {
    const [closed, ...earlier] = await Promise.all([
      waitForGates(execution, progress),
      ...step.after.map((id) => orderedEnd(id, tools)),
    ])
    if (closed !== null) return closed
    if (earlier.some((end) => end !== 'succeeded')) return 'an earlier step failed'
    const isAvailable = step.containers.length > 0 || (await tools.available.get(key)?.promise)
    return isAvailable ? null : 'its container could not be made'
  })
  if (signal.aborted) return skip('not started: the run was cancelled')
  if (refusal !== null && refusal !== undefined) return skip(`not started: ${refusal}`)
  emit({ type: 'step-started', step: step.id })
  const beganAtMs = performance.now()
  const finish = (outcome: StepEnd, message: string | null): StepEnd => {
    settle(outcome === 'succeeded')
    emit({
      type: 'step-finished',
      step: step.id,
      outcome,
      elapsedMs: Math.round(performance.now() - beganAtMs),
      message,
    })
    return outcome
  }
  try {
    const release = Promise.withResolvers<void>()
    // Only the start itself takes a place in the queue; the waiting for readiness does not.
    void progress.started.promise.then(() => release.resolve())
    const turn = Promise.withResolvers<void>()
    void tools.startQueue.add(
      () => {
        turn.resolve()
        return release.promise
      },
      { priority: tools.urgency.get(key) ?? 0 },
    )
    await turn.promise
    signal.throwIfAborted()
    const verdict = await startService(execution, progress)
    if (verdict.kind === 'ready') {
      progress.readyMs = Math.round(performance.now() - (progress.startedAtMs ?? beganAtMs))
      const readiness = verdict.readyBy === 'exit' ? 'done' : 'ready'
      reportService(execution, progress, readiness, { readyBy: verdict.readyBy })
      if (readiness === 'ready') recoverAfterLoss(execution, progress)
      return finish('succeeded', null)
    }
    const reason = verdict.kind === 'failed' ? verdict.reason : 'went down with the engine'
    const exitCode = verdict.kind === 'failed' ? verdict.exitCode : null
    const log = await readTail(execution, progress.containers[0])
    execution.failures.push({ service: step.service, step: step.id, reason, exitCode, log })
    reportService(execution, progress, 'failed', { detail: reason })
    return finish('failed', reason)
  } catch (error) {
    if (signal.aborted) return finish('cancelled', null)
    const failure = failureOf(step.service, step.id, error)
    execution.failures.push(failure)
    reportService(execution, progress, 'failed', { detail: failure.reason })
    return finish('failed', failure.reason)
  }
}

/** A start does not wait for the end of its create step: its own container is enough. */
async function orderedEnd(id: string, { endOf }: StepTools): Promise<StepEnd> {
  return id.startsWith('create:') ? 'succeeded' : endOf(id)
}

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

/** What was ready once may have died while others were still starting: then "ready" must not stand. */
async function checkStillUp(execution: Execution): Promise<void> {
  const { engine, hub, progress, failures } = execution
  const ready = [...progress.values()].filter(({ readiness }) => readiness === 'ready')
  const projects = [...new Set(ready.map(({ step }) => step.project))]
  if (projects.length === 0) return
  const containers = await hub.persist(() => engine.listContainers(projects))
  const stateOf = new Map(containers.map((container) => [container.id, container]))
  for (const each of ready) {
    const down = each.containers
      .map((id) => stateOf.get(id))
      .find((container) => container?.state !== 'running')
    if (!each.containers.some((id) => stateOf.get(id)?.state !== 'running')) continue
    if (each.step.check.kind === 'running' && down?.state === 'exited' && down.exitCode === 0) {
      // A one-shot that nothing in the files tells from a service: it outlived its grace time, and has now done its work.
      reportService(execution, each, 'done', { readyBy: 'exit' })
      continue
    }
    const exitCode = down?.exitCode ?? null
    const reason = down
      ? `was ready, then ${exitCode === null ? down.state : `exited with code ${exitCode}`}`
      : 'was ready, then its container was removed'
    const log = await readTail(execution, down?.id)
    failures.push({ service: each.step.service, step: each.step.id, reason, exitCode, log })
    each.readyMs = null
    reportService(execution, each, 'failed', { detail: reason })
  }
}

/** A service that was ready and that a restart of the engine took down is started again while the run goes on. */
function recoverAfterLoss(execution: Execution, progress: ServiceProgress): void {
  const { engine, hub, recoveries, emit } = execution
  const recover = async () => {
    const states = await Promise.all(progress.containers.map((id) => hub.persist(() => engine.inspect(id))))
    if (states.every((container) => container?.state === 'running')) return
    const name = formatServiceRef(progress.step.service)
    emit({
      type: 'notice',
      level: 'warning',
      message: `${name} went down with the engine and is started again.`,
    })
    const verdict = await startService(execution, progress)
    // What did not come back is told by the last look at everything.
    if (verdict.kind === 'ready') reportService(execution, progress, 'ready', { readyBy: verdict.readyBy })
    else progress.readiness = 'ready'
  }
  for (const id of progress.containers) {
    hub.subscribe(id, ({ kind }) => {
      if (kind === 'resynced') recoveries.push(recover().catch(() => undefined))
    })
  }
}

async function rollBack({ startedContainers, engine, hub, emit }: Execution): Promise<void> {
  if (startedContainers.length === 0) return
  emit({
    type: 'notice',
    level: 'info',
    message: `Stopping again what this run started (${startedContainers.length}).`,
  })
  for (const id of startedContainers.toReversed()) await hub.persist(() => engine.stop(id))
}

async function readTail({ engine }: Execution, container: string | undefined): Promise<string[]> {
  if (container === undefined) return []
  try {
    return [...(await engine.tailLog(container, logLines))]
  } catch {
    // The log is a help; without it the failure is still told.
    return []
  }
}

function failureOf(service: ServiceRef | null, step: string | null, error: unknown): Failure {
  if (error instanceof ComposeCallError) {
    return { service, step, reason: error.message, exitCode: error.exitCode, log: [...error.lines] }
  }
  if (error instanceof SwitchyardError) {
    return { service, step, reason: error.message, exitCode: null, log: error.hint ? [error.hint] : [] }
  }
  throw error
}
