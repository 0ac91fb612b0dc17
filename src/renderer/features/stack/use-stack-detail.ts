import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSelection } from '../../actions/selection.tsx'
import { useLabRevision, useOrpc } from '../../bridge/use-bridge.tsx'

/** What the files of a stack come to, read again whenever they may have changed. */
export function useStackDetail(stack: string) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const revision = useLabRevision()
  const query = useQuery(
    orpc.stacks.detail.queryOptions({ input: { dir, environment, profiles: [...profiles], stack } }),
  )
  const { refetch } = query
  const seen = useRef(revision)
  useEffect(() => {
    if (seen.current === revision) return
    seen.current = revision
    void refetch()
  }, [revision, refetch])
  return query
}
