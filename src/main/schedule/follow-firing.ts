import { formatServiceRef } from '../../shared/format.ts'
import type { RunEventOf } from '../../shared/run.ts'
import type { Firing } from '../../shared/schedule.ts'
import type { FiringStore } from './firing-store.ts'
import type { ScheduledRuns } from './model.ts'
import type { KeptSchedule } from './schedule-file.ts'

/** Keeps that a run of a schedule has begun and how it ends; resolves then. */
export async function followFiring({
  runs,
  store,
  kept: { dir, name },
  dueAt,
  runId,
  text,
}: {
  readonly runs: Pick<ScheduledRuns, 'finished'>
  readonly store: Pick<FiringStore, 'put'>
  readonly kept: Pick<KeptSchedule, 'dir' | 'name'>
  readonly dueAt: string
  readonly runId: string
  /** What is said of it besides, unless it fails. */
  readonly text: string | null
}): Promise<void> {
  store.put(dir, name, { dueAt, runId, state: 'running', text })
  const end = await runs.finished(runId)
  store.put(dir, name, { dueAt, runId, ...endOf(end, text) })
}

/** How a run ended, as a firing tells it; null for one that broke off. */
export function endOf(
  end: Pick<RunEventOf<'run-finished'>, 'outcome' | 'failures' | 'unchanged'> | null,
  text: string | null,
): Pick<Firing, 'state' | 'text'> {
  if (!end) return { state: 'failed', text: 'Switchyard ended while its run went on' }
  const [failure, ...others] = end.failures
  if (end.outcome !== 'failed' || !failure) {
    const unchanged = end.unchanged && end.outcome === 'succeeded' ? 'everything was already so' : null
    return { state: end.outcome, text: [text, unchanged].filter((part) => part !== null).join(', ') || null }
  }
  const name = failure.service ? `${formatServiceRef(failure.service)} ` : ''
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return { state: 'failed', text: `${name}${failure.reason}${more}` }
}
