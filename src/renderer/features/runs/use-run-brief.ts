import { useQuery } from '@tanstack/react-query'
import type { Plan } from '../../../shared/plan.ts'
import type { RunEventOf } from '../../../shared/run.ts'
import { useClient } from '../../bridge/use-bridge.tsx'
import type { ListedRun } from './list-runs.ts'

/** What the history does not say of a run: its plan, and how it failed. */
export interface RunBrief {
  readonly plan: Plan | null
  readonly end: RunEventOf<'run-finished'> | null
}

/** Reads a run's first event, and of a failed one the last; once, for what is over does not change. */
export function useRunBrief({ run, state }: ListedRun): RunBrief | null {
  const client = useClient()
  const needsEnd = state === 'failed'
  const { data } = useQuery({
    queryKey: ['run-brief', run.id, needsEnd],
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<RunBrief> => {
      let plan: Plan | null = null
      for await (const event of await client.runs.events({ runId: run.id }, { signal })) {
        if (event.type === 'run-started') {
          plan = event.plan
          if (!needsEnd) break
        }
        if (event.type === 'run-finished') return { plan, end: event }
      }
      return { plan, end: null }
    },
  })
  return data ?? null
}
