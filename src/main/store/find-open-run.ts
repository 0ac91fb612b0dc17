import type { RunSummary } from '../../shared/run.ts'
import type { History } from './history.ts'
import { findLockHolder } from './run-lock.ts'

/** A run that goes on, and the process that it goes on in. */
export interface OpenRun {
  readonly run: RunSummary
  readonly pid: number
}

/**
 * The run of a lab that goes on, in whichever process; null when there is none. A run that broke off stays open in the
 * history, so the lock must be held, by a process that was there when the run began.
 */
export function findOpenRun(
  history: Pick<History, 'listRuns'>,
  stateDir: string,
  labDir: string,
): OpenRun | null {
  const latest = history.listRuns(labDir, 1)[0]
  if (!latest || latest.finishedAt !== null) return null
  const holder = findLockHolder(stateDir, labDir)
  if (!holder) return null
  const isOlder = holder.startedAtMs !== null && Date.parse(latest.startedAt) < holder.startedAtMs
  return isOlder ? null : { run: latest, pid: holder.pid }
}
