import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, StepOf } from '../../../shared/plan.ts'
import type { Readiness, ReadyBy } from '../../../shared/readiness.ts'
import type { Failure, PutBack, RunEvent } from '../../../shared/run.ts'
import type { Compose } from '../../compose/compose.ts'
import type { KeptContainer } from '../../engine/kept-container.ts'
import type { Engine } from '../../engine/model.ts'
import type { HostControl } from '../../host/control-model.ts'
import type { GpuLook } from '../../host/readings/gpu/look-at-gpus.ts'
import type { EventHub } from './event-hub.ts'
import type { LabModel } from '../facts/lab-model.ts'
import type { FetchOutcome } from './run-secrets-step.ts'
import type { StepOutput } from './step-output.ts'

/** What a run has to do with; everything is passed in, so that tests and doors decide what it is. */
export interface ExecutionOptions {
  readonly plan: Plan
  readonly model: LabModel
  /** What became of the providers of secrets, which were asked before. */
  readonly secrets: readonly FetchOutcome[]
  readonly engine: Engine
  readonly compose: Compose
  readonly host: HostControl
  readonly lookAtGpus: GpuLook
  readonly runId: string
  /** The core's environment, which scripts and hooks are given. */
  readonly variables: NodeJS.ProcessEnv
  /** Aborted by a cancel. */
  readonly signal: AbortSignal
  readonly emit: (event: RunEventBody) => void
  /** How long the engine may stay away during the run. */
  readonly enginePatienceMs: number
  /** Asked when the run was cancelled: whether to stop again what it started. */
  readonly wantsRollback: () => boolean
}

/** A run event before it gets its time. */
export type RunEventBody = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'at'>
    : never
  : never

/** How a service stands within the run. `settled` never rejects. */
export interface ServiceProgress {
  readonly step: StepOf<'start'>
  readonly started: PromiseWithResolvers<boolean>
  /** True: ready or done. */
  readonly settled: PromiseWithResolvers<boolean>
  containers: readonly string[]
  startedAtMs: number | null
  /** Whether a container of it was started in this run, or ran already when its turn came. */
  isUp: boolean
  readyMs: number | null
  /** Epoch milliseconds at which it was ready. */
  readyAtMs: number
  readiness: Readiness
}

/** What the steps of one run share. */
export interface Execution extends ExecutionOptions {
  readonly hub: EventHub
  readonly progress: ReadonlyMap<string, ServiceProgress>
  readonly failures: Failure[]
  readonly notStarted: ServiceRef[]
  /** Ids of the `replace` steps of an update that have made containers anew. */
  readonly replaced: Set<string>
  /** By `replace` step: the containers as they were before it. */
  readonly kept: Map<string, readonly KeptContainer[]>
  /** Ids of containers that were removed to put others back, and of those that were put back so, with the ids of what is there now. */
  readonly successors: Map<string, string>
  /** Ids of the `replace` steps that have been taken back. */
  readonly restored: Set<string>
  readonly putBack: PutBack[]
  /** Images with which a service did not get ready: none of the others shall keep it. */
  readonly refusedImages: Set<string>
  /** Containers that this run has started, oldest first. */
  readonly startedContainers: string[]
  /** Services that were ready and are brought up again after the engine came back. */
  readonly recoveries: Promise<void>[]
  /** Scripts that go on although their service is ready. */
  readonly lingering: Promise<void>[]
  /** What scripts and hooks print, by step. */
  readonly outputs: Map<string, StepOutput>
}

/** The same for work that a cancel must not cut short: what is half done leaves a service down. */
export function uncut(execution: Execution): Execution {
  return { ...execution, signal: never }
}

const never = new AbortController().signal

export function reportService(
  execution: Pick<Execution, 'emit'>,
  progress: ServiceProgress,
  readiness: Readiness,
  more: { readonly readyBy?: ReadyBy; readonly detail?: string | null } = {},
): void {
  progress.readiness = readiness
  execution.emit({
    type: 'service-changed',
    service: progress.step.service,
    readiness,
    readyBy: more.readyBy ?? null,
    detail: more.detail ?? null,
    container: progress.containers[0]?.slice(0, 12) ?? null,
    elapsedMs: progress.startedAtMs === null ? null : Math.round(performance.now() - progress.startedAtMs),
  })
}

/** The Compose project object behind a service of the plan. */
export function projectOf(model: LabModel, ref: ServiceRef) {
  const service = model.services.find(({ key }) => key === formatServiceRef(ref))
  if (!service) throw new Error(`the plan names ${formatServiceRef(ref)}, which the lab does not have`)
  return service.stack.project
}
