import type { RunSummary } from '../../../shared/run.ts'

export interface ListedRun {
  readonly run: RunSummary
  /** `broken`: it never finished, and nothing carries it out any more. */
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'broken'
}

/** What goes on first, then the others, latest first. */
export function sortRuns(
  history: readonly RunSummary[],
  ongoing: readonly RunSummary[],
): readonly ListedRun[] {
  const running = new Set(ongoing.map(({ id }) => id))
  const known = new Set(history.map(({ id }) => id))
  const all = [...history, ...ongoing.filter(({ id }) => !known.has(id))]
  return all
    .map((run): ListedRun => ({ run, state: stateOf(run, running) }))
    .toSorted(
      (a, b) =>
        Number(b.state === 'running') - Number(a.state === 'running') ||
        b.run.startedAt.localeCompare(a.run.startedAt),
    )
}

function stateOf(run: RunSummary, running: ReadonlySet<string>): ListedRun['state'] {
  if (run.outcome !== null) return run.outcome
  return running.has(run.id) ? 'running' : 'broken'
}
