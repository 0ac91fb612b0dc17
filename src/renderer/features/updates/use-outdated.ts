import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useSelection } from '../../actions/selection.tsx'
import { useLabPart, useLabRevision, useOrpc } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'

/** What is newer, as it was answered last, and a way to ask now. */
export function useOutdated() {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const { dir, environment, profiles } = useSelection()
  const selection = useMemo(
    () => ({ dir, environment, profiles: [...profiles] }),
    [dir, environment, profiles],
  )
  const revision = useLabRevision()
  const options = orpc.updates.check.queryOptions({ input: { ...selection, asks: false } })
  const query = useQuery({ ...options, staleTime: 0, placeholderData: (before) => before })
  // A run that has ended may have replaced what is shown.
  const runs = useLabPart(({ state }) => state?.runs.length ?? 0)
  useRefetch(`${revision} ${runs}`, query.refetch)
  const { mutate, isPending, error } = useMutation({
    ...orpc.updates.check.mutationOptions(),
    onSuccess: (found) => queries.setQueryData(options.queryKey, found),
  })
  const checkNow = useCallback(() => mutate({ ...selection, asks: true }), [mutate, selection])
  return {
    outdated: query.data,
    error: error ?? query.error,
    isChecking: isPending,
    isPending: query.isPending,
    checkNow,
  }
}
