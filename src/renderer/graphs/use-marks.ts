import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSelection } from '../actions/selection.tsx'
import { useClient } from '../bridge/use-bridge.tsx'
import { type Range, refreshMs, timesOf } from './range.ts'

/** Whose marks: those of the whole lab without a stack, of a whole stack without a service. */
export interface MarkScope {
  readonly stack: string | null
  readonly service: string | null
}

const fastestMs = 5000
/** As many steps as a graph has. */
const steps = 240

/** What happened over the range; asked for again while it moves on and somebody looks. Null: nothing is asked. */
export function useMarks(scope: MarkScope | null, range: Range, isInView: boolean) {
  const client = useClient()
  const { dir, environment, profiles } = useSelection()
  const input = { dir, environment, profiles: [...profiles], ...scope }
  const everyMs = refreshMs(range, steps)
  const { data } = useQuery({
    queryKey: ['marks', input, range],
    queryFn: ({ signal }) => client.labs.marks({ ...input, ...timesOf(range, Date.now()) }, { signal }),
    enabled: scope !== null,
    refetchInterval: isInView && everyMs !== false && Math.max(fastestMs, everyMs),
    placeholderData: keepPreviousData,
  })
  return scope === null ? null : (data ?? null)
}
