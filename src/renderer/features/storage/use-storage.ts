import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSelection } from '../../actions/selection.tsx'
import { useOrpc, useClient } from '../../bridge/use-bridge.tsx'

/** A page does not make the engine measure again and again: it is asked when the screen is opened, and by its button. */
export function useStorage() {
  const orpc = useOrpc()
  const client = useClient()
  const queries = useQueryClient()
  const selection = useSelection()
  const options = orpc.storage.read.queryOptions({
    input: selection,
    staleTime: 0,
    // The engine measures on when it takes long; then the figures come by themselves.
    refetchInterval: ({ state: { data } }) =>
      data?.kinds.some(({ kind, measuredAt }) => kind !== 'logs' && measuredAt === null) ? 5000 : false,
  })
  const query = useQuery(options)
  const measure = useMutation({
    mutationFn: () => client.storage.read({ ...selection, fresh: true, waitMs: 60_000 }),
    onSuccess: (view) => queries.setQueryData(options.queryKey, view),
  })
  return { query, isMeasuring: measure.isPending, measureAgain: () => measure.mutate() }
}
