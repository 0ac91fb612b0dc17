import type { RunRequest } from '../../shared/contract.ts'
import type { RunEventOf, RunSummary } from '../../shared/run.ts'

/** What schedules need of runs. */
export interface ScheduledRuns {
  /** Plans and begins a run, and says whose it is. Throws RUN_IN_PROGRESS, ENGINE_UNREACHABLE and what planning throws. */
  start(request: RunRequest, schedule: string): Promise<string>
  /** How a run of this process ended; null when it broke off. */
  finished(runId: string): Promise<RunEventOf<'run-finished'> | null>
  /** A run of whichever process, and whether it goes on; null for one that is not known any more. */
  find(dir: string, runId: string): { readonly run: RunSummary; readonly isOpen: boolean } | null
}
