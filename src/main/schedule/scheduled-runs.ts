import type { RunManager } from '../run/run-manager.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'
import type { ScheduledRuns } from './model.ts'

/** How far back runs of a lab are looked through. */
const runsLookedAt = 200

/** Runs as schedules need them; `start` plans and begins one. */
export function createScheduledRuns({
  start,
  runs,
  history,
  stateDir,
}: {
  readonly start: ScheduledRuns['start']
  readonly runs: Pick<RunManager, 'events'>
  readonly history: History
  readonly stateDir: string
}): ScheduledRuns {
  return {
    start,
    async finished(runId) {
      for await (const event of runs.events(runId)) if (event.type === 'run-finished') return event
      return null
    },
    find(dir, runId) {
      const run = history.listRuns(dir, runsLookedAt).find(({ id }) => id === runId)
      return run ? { run, isOpen: findOpenRun(history, stateDir, dir)?.run.id === runId } : null
    },
  }
}
