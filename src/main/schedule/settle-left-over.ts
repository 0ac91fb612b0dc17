import type { Firing } from '../../shared/schedule.ts'
import type { FiringStore } from './firing-store.ts'
import type { ScheduledRuns } from './model.ts'
import type { ScheduleFile } from './schedule-file.ts'

/** What an earlier process has left waiting or running is told as what became of it. */
export function settleLeftOver(
  file: Pick<ScheduleFile, 'list'>,
  store: Pick<FiringStore, 'list' | 'put'>,
  runs: Pick<ScheduledRuns, 'find'>,
): void {
  for (const { dir, name } of file.list()) {
    for (const firing of store.list(dir, name)) {
      const settled = settle(firing, firing.runId === null ? null : runs.find(dir, firing.runId))
      if (settled) store.put(dir, name, { ...firing, ...settled })
    }
  }
}

/** Null when there is nothing to settle. */
function settle(
  { state }: Firing,
  found: ReturnType<ScheduledRuns['find']>,
): Pick<Firing, 'state' | 'text'> | null {
  if (state === 'waiting') return { state: 'skipped', text: 'Switchyard ended before it could begin' }
  // By hand, in a process that is still there.
  if (state !== 'running' || found?.isOpen) return null
  const outcome = found?.run.outcome ?? null
  return outcome === null
    ? { state: 'failed', text: 'Switchyard ended while its run went on' }
    : { state: outcome, text: null }
}
