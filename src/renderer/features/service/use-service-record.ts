import { useQuery } from '@tanstack/react-query'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useLabRevision, useOrpc, useService } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'

/** Shares of time grow older by themselves. */
const everyMs = 60_000

/** What is remembered of a service, read again when something happened to it. */
export function useServiceRecord(ref: ServiceRef) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const service = useService(ref)
  const revision = useLabRevision()
  const query = useQuery({
    ...orpc.services.record.queryOptions({
      input: { dir, environment, profiles: [...profiles], service: ref },
    }),
    refetchInterval: everyMs,
    placeholderData: (before) => before,
  })
  useRefetch(
    [revision, service?.containerId, service?.readiness, service?.health, service?.state].join(' '),
    query.refetch,
  )
  return query
}
