import type PQueue from 'p-queue'
import type { Execution } from './execution.ts'
import type { GpuDesk } from './gpu-desk.ts'

export type StepEnd = 'succeeded' | 'failed' | 'cancelled' | 'skipped'

/** What the steps of one run wait for and take turns at. */
export interface StepTools {
  readonly startQueue: PQueue
  readonly composeQueue: PQueue
  /** By service: how long the longest way is that follows it. */
  readonly urgency: ReadonlyMap<string, number>
  readonly endOf: (id: string) => Promise<StepEnd>
  /** Says how a step ended that another one carries out. */
  readonly end: (id: string, end: StepEnd) => void
  /** By service: its containers exist (true) or will not (false). */
  readonly available: ReadonlyMap<string, PromiseWithResolvers<boolean>>
  readonly gpuDesk: GpuDesk
}

/** Reports the beginning of a step; the returned function reports its end, and hands it on. */
export function beginStep({ emit }: Execution, step: string): (end: StepEnd, message?: string) => StepEnd {
  emit({ type: 'step-started', step })
  const beganAtMs = performance.now()
  return (outcome, message) => {
    const elapsedMs = Math.round(performance.now() - beganAtMs)
    emit({ type: 'step-finished', step, outcome, elapsedMs, message: message ?? null })
    return outcome
  }
}
