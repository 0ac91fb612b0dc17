import { SwitchyardError } from '../../../shared/errors.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { Failure } from '../../../shared/run.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { ComposeCallError } from './run-compose.ts'
import type { Verdict } from '../readiness/watch-container.ts'

/** What the world did, as a failure of the run. Anything else is a mistake of ours and is thrown on. */
export function describeFailure(service: ServiceRef | null, step: string | null, error: unknown): Failure {
  if (error instanceof ComposeCallError) {
    return { service, step, reason: error.message, exitCode: error.exitCode, log: [...error.lines] }
  }
  if (error instanceof SwitchyardError) {
    return { service, step, reason: error.message, exitCode: null, log: error.hint ? [error.hint] : [] }
  }
  throw error
}

const logLines = 10

/** The last lines of a container's log; none when there is no container, or no log to be had. */
export async function readTail({ engine }: Execution, container: string | undefined): Promise<string[]> {
  if (container === undefined) return []
  try {
    return [...(await engine.tailLog(container, logLines))]
  } catch {
    // The log is a help; without it the failure is still told.
    return []
  }
}

/** Keeps why a service is not ready, and the end of its log; it is not ready any more. Returns the reason. */
export async function noteFailure(
  execution: Execution,
  progress: ServiceProgress,
  verdict: Exclude<Verdict, { kind: 'ready' }>,
): Promise<string> {
  const { step } = progress
  const { reason, exitCode } =
    verdict.kind === 'failed' ? verdict : { reason: 'went down with the engine', exitCode: null }
  const told = verdict.kind === 'failed' ? (verdict.log ?? []) : []
  const log = told.length > 0 ? [...told] : await readTail(execution, progress.containers[0])
  execution.failures.push({ service: step.service, step: step.id, reason, exitCode, log })
  progress.readyMs = null
  reportService(execution, progress, 'failed', { detail: reason })
  return reason
}
