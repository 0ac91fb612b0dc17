import { useQuery } from '@tanstack/react-query'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useLabPart, useLabRevision, useOrpc, useService } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'

/** Docker checks on its own clock; this is how old its latest checks may be on the page. */
const checkEveryMs = 15_000

/** Everything about one service, read again when its container or state is another one and when files may have changed. */
export function useServiceDetail(ref: ServiceRef) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const service = useService(ref)
  const revision = useLabRevision()
  const isConnected = useLabPart(({ state }) => state?.engine.connected ?? false)
  const isWatched = isConnected && typeof service?.health === 'string'
  const query = useQuery({
    ...orpc.services.detail.queryOptions({
      input: { dir, environment, profiles: [...profiles], service: ref },
    }),
    refetchInterval: isWatched ? checkEveryMs : false,
  })
  const mark = [revision, isConnected, service?.containerId, service?.readiness, service?.health].join(' ')
  useRefetch(mark, query.refetch)
  return query
}
