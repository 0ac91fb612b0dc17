import { useQuery } from '@tanstack/react-query'
import { linkFor } from '../../shared/link-words.ts'
import type { LabLink } from '../../shared/links.ts'
import { useLabRevision, useOrpc } from '../bridge/use-bridge.tsx'
import { useRefetch } from '../bridge/use-refetch.ts'
import { pageHost } from './page-host.ts'
import { useSelection } from './selection.tsx'

/** Ports of containers come and go; a list that is looked at again is as old as this at most. */
const freshMs = 5000
const checkEveryMs = 15_000

/** The links of the lab, as the reader of this page can follow them; undefined until they are known. */
export function useLinks({ everyMs = null }: { readonly everyMs?: number | null } = {}) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const revision = useLabRevision()
  const query = useQuery({
    ...orpc.links.list.queryOptions({ input: { dir, environment, profiles: [...profiles] } }),
    staleTime: freshMs,
    refetchInterval: everyMs ?? false,
    select: reachable,
  })
  useRefetch(revision, query.refetch)
  return query
}

/** The links of one service, the best first. */
export function useLinksOf(stack: string, service: string): readonly LabLink[] {
  return useLinks().data?.filter((link) => link.stack === stack && link.service === service) ?? []
}

/** What these links answer, tried again while the page is in sight. */
export function useLinkChecks(links: readonly Pick<LabLink, 'id'>[]) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const ids = links.map(({ id }) => id).sort()
  return useQuery({
    ...orpc.links.check.queryOptions({ input: { dir, environment, profiles: [...profiles], ids } }),
    enabled: ids.length > 0,
    refetchInterval: checkEveryMs,
    staleTime: freshMs,
    placeholderData: (before) => before,
  })
}

function reachable(links: readonly LabLink[]): readonly LabLink[] {
  const host = pageHost()
  return links.map((link) => ({ ...link, url: linkFor(link, host) }))
}
