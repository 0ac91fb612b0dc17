import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { recoverAfterLoss } from './recover-after-loss.ts'
import type { Verdict } from '../readiness/watch-container.ts'

/** Keeps that a service is ready or done, and how long that took. */
export function noteReady(
  execution: Execution,
  progress: ServiceProgress,
  { readyBy }: Extract<Verdict, { kind: 'ready' }>,
): void {
  progress.readyMs = Math.round(performance.now() - (progress.startedAtMs ?? performance.now()))
  progress.readyAtMs = Date.now()
  const readiness = readyBy === 'exit' ? 'done' : 'ready'
  reportService(execution, progress, readiness, { readyBy })
  if (readiness === 'ready') recoverAfterLoss(execution, progress)
}
