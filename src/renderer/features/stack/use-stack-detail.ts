import { useQuery } from '@tanstack/react-query'
import { useSelection } from '../../actions/selection.tsx'
import { useLabRevision, useOrpc } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'

/** What the files of a stack come to, read again whenever they may have changed. */
export function useStackDetail(stack: string) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const revision = useLabRevision()
  const query = useQuery(
    orpc.stacks.detail.queryOptions({ input: { dir, environment, profiles: [...profiles], stack } }),
  )
  useRefetch(revision, query.refetch)
  return query
}
