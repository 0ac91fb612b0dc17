import { randomUUID } from 'node:crypto'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { Plan } from '../../shared/plan.ts'
import type { RunEvent, RunEventOf, RunSummary } from '../../shared/run.ts'
import { isNothingToDo } from '../../shared/secrets-words.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import type { HostControl } from '../host/control-model.ts'
import type { GpuLook } from '../host/readings/gpu/look-at-gpus.ts'
import type { History } from '../store/history.ts'
import { executePlan } from './execute/execute-plan.ts'
import type { RunEventBody } from './execute/execution.ts'
import { followRecorded } from './follow-recorded.ts'
import type { LabModel } from './facts/lab-model.ts'
import { lockOrName } from './lock-or-name.ts'
import type { FetchOutcome } from './execute/run-secrets-step.ts'

/** Runs of this process, and the record of all runs. */
export interface RunManager {
  /**
   * Prepares a run, begins it and returns its id; `schedule` is the name of the one that asks for it. The lab is locked
   * first, so that the plan is still true when it is carried out. Throws RUN_IN_PROGRESS when the lab has a run already, and what the preparation throws.
   */
  start(
    labDir: string,
    prepare: () => Promise<PreparedRun>,
    options: { readonly rollback: boolean; readonly schedule?: string },
  ): Promise<string>
  /**
   * What happened so far, then what happens, until `run-finished`; also of a run of another process, which breaks off without
   * it when that process is gone. Throws RUN_UNKNOWN.
   */
  events(runId: string, signal?: AbortSignal): AsyncGenerator<RunEvent>
  /** Runs of this process that go on, with what happened in them so far. */
  active(): readonly { readonly run: RunSummary; readonly events: readonly RunEvent[] }[]
  /** Everything that happens in the runs of this process from now on; returns the end of the subscription. */
  subscribe(listener: RunListener): () => void
  /** False when it is over already. */
  cancel(runId: string, rollback?: boolean): boolean
  /** Cancels what goes on and waits for its end; nothing begins after that. */
  dispose(): Promise<void>
}

/** Called after the event was recorded. `run` is finished when the event is `run-finished`. */
export type RunListener = (run: RunSummary, event: RunEvent) => void

export interface PreparedRun {
  readonly plan: Plan
  readonly model: LabModel
  /** What became of the providers of secrets that were asked before the plan was made; its first steps tell of them. */
  readonly secrets?: readonly FetchOutcome[]
}

interface ActiveRun {
  readonly summary: RunSummary
  readonly abort: AbortController
  readonly events: RunEvent[]
  readonly listeners: Set<() => void>
  readonly done: Promise<void>
  rollback: boolean
}

export interface RunManagerOptions {
  readonly engine: Engine
  readonly compose: Compose
  readonly history: History
  readonly host: HostControl
  readonly lookAtGpus: GpuLook
  readonly stateDir: string
  /** The core's environment, which scripts and hooks are given. */
  readonly variables: NodeJS.ProcessEnv
  /** How long the engine may stay away during a run, in milliseconds. */
  readonly enginePatienceMs: number
  /** Called when a run has ended and has said so; what it throws is lost. */
  readonly onEnd?: (runId: string, prepared: PreparedRun) => Promise<void>
}

export function createRunManager(options: RunManagerOptions): RunManager {
  const { history, stateDir } = options
  const active = new Map<string, ActiveRun>()
  const everyRun = new Set<RunListener>()
  let isDisposed = false

  async function perform(
    run: ActiveRun,
    id: string,
    { plan, model, secrets = [] }: PreparedRun,
    emit: (event: RunEventBody) => void,
  ): Promise<void> {
    const beganAtMs = performance.now()
    const result = await executePlan({
      ...options,
      runId: id,
      plan,
      model,
      secrets,
      signal: run.abort.signal,
      emit,
      wantsRollback: () => run.rollback,
    })
    const elapsedMs = Math.round(performance.now() - beganAtMs)
    record(emit, () =>
      history.finishRun(
        id,
        { finishedAt: new Date().toISOString(), outcome: result.outcome, elapsedMs },
        result.ready.map(({ service, ...start }) => ({ service: formatServiceRef(service), ...start })),
      ),
    )
    emit({
      type: 'run-finished',
      runId: id,
      outcome: result.outcome,
      elapsedMs,
      unchanged: isNothingToDo(plan),
      failures: [...result.failures],
      notStarted: [...result.notStarted],
      ...(plan.kind === 'update' ? { putBack: [...result.putBack] } : {}),
    })
    await options.onEnd?.(id, { plan, model }).catch(() => undefined)
  }

  function begin(
    prepared: PreparedRun,
    { rollback, schedule }: { readonly rollback: boolean; readonly schedule?: string },
    unlock: () => void,
  ): string {
    const { plan } = prepared
    const id = randomUUID()
    const by = schedule === undefined ? {} : { schedule }
    const begun = { id, kind: plan.kind, lab: plan.lab, startedAt: new Date().toISOString(), ...by }
    const summary: RunSummary = { ...begun, finishedAt: null, outcome: null, elapsedMs: null }
    const events: RunEvent[] = []
    const listeners = new Set<() => void>()
    let isRecorded = true
    let isFree = false
    const free = () => {
      if (isFree) return
      isFree = true
      active.delete(id)
      unlock()
    }
    const emit = (body: RunEventBody) => {
      if (events.at(-1)?.type === 'run-finished') return
      // Whoever hears of the end can start the next run at once.
      if (body.type === 'run-finished') free()
      const event = { ...body, at: new Date().toISOString() } as RunEvent
      events.push(event)
      for (const listener of listeners) listener()
      if (isRecorded) recordEvent(event)
      const state = event.type === 'run-finished' ? finished(summary, event) : summary
      for (const listener of everyRun) listener(state, event)
    }
    const recordEvent = (event: RunEvent) => {
      try {
        history.addEvent(id, event)
      } catch (error) {
        // A full disk must not end a run: it goes on, and says once that it is not recorded.
        isRecorded = false
        emit(unrecorded(error))
      }
    }
    const run = { summary, abort: new AbortController(), events, listeners, rollback } as {
      -readonly [Key in keyof ActiveRun]: ActiveRun[Key]
    }
    history.beginRun(begun)
    emit({ type: 'run-started', runId: id, plan, ...by })
    run.done = perform(run, id, prepared, emit)
      .catch((error: unknown) => {
        // A mistake of ours: the run ends and says so, instead of hanging, and none of its steps goes on without it.
        run.abort.abort(error)
        const reason = `internal error: ${error instanceof Error ? error.message : String(error)}`
        const failure = { service: null, step: null, reason, exitCode: null, log: [] }
        const end = { finishedAt: new Date().toISOString(), outcome: 'failed', elapsedMs: 0 }
        record(emit, () => history.finishRun(id, end, []))
        emit({
          type: 'run-finished',
          runId: id,
          outcome: 'failed',
          elapsedMs: 0,
          unchanged: false,
          failures: [failure],
          notStarted: [],
        })
      })
      .finally(free)
    active.set(id, run)
    return id
  }

  return {
    async start(labDir, prepare, options) {
      const unlock = lockOrName(history, stateDir, labDir)
      try {
        const prepared = await prepare()
        // Asked for by a page, say, while its door was being closed.
        if (isDisposed) throw new SwitchyardError('INTERNAL', 'Switchyard is ending; nothing was started.')
        return begin(prepared, options, unlock)
      } catch (error) {
        unlock()
        throw error
      }
    },
    async *events(runId, signal) {
      const run = active.get(runId)
      if (!run) {
        yield* followRecorded(history, stateDir, runId, signal)
        return
      }
      for (let index = 0; ; index += 1) {
        while (index >= run.events.length) {
          if (signal?.aborted) return
          await nextChange(run.listeners, signal)
        }
        const event = run.events[index]
        if (!event) continue
        yield event
        if (event.type === 'run-finished') return
      }
    },
    active() {
      return [...active.values()]
        .filter(({ events }) => events.at(-1)?.type !== 'run-finished')
        .map(({ summary: run, events }) => ({ run, events }))
    },
    subscribe(listener) {
      everyRun.add(listener)
      return () => everyRun.delete(listener)
    },
    cancel(runId, rollback) {
      const run = active.get(runId)
      if (!run) return false
      if (rollback !== undefined) run.rollback = rollback
      run.abort.abort(new Error('the run was cancelled'))
      return true
    },
    async dispose() {
      isDisposed = true
      const ends = [...active.values()].map(({ abort, done }) => {
        abort.abort(new Error('Switchyard ends'))
        return done
      })
      await Promise.all(ends)
    },
  }
}

function finished(run: RunSummary, { at, outcome, elapsedMs }: RunEventOf<'run-finished'>): RunSummary {
  return { ...run, finishedAt: at, outcome, elapsedMs }
}

function record(emit: (event: RunEventBody) => void, write: () => void): void {
  try {
    write()
  } catch (error) {
    emit(unrecorded(error))
  }
}

function unrecorded(error: unknown): RunEventBody {
  const reason = error instanceof Error ? error.message : String(error)
  return { type: 'notice', level: 'warning', message: `This run cannot be recorded: ${reason}.` }
}

function nextChange(listeners: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      listeners.delete(wake)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    listeners.add(wake)
    signal?.addEventListener('abort', wake, { once: true })
  })
}
