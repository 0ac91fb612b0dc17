import { useQuery } from '@tanstack/react-query'
import { formatMoment, formatServiceRef } from '../../../shared/format.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatDigest } from '../../../shared/update-words.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { useOrpc, useService } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { useRefetch } from '../../bridge/use-refetch.ts'
import { Button } from '../../ui/button.tsx'

/** Images that the service ran before, with the way back to each. Nothing while there was only one. */
export function ImageHistory({ service }: { readonly service: ServiceRef }) {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const { update } = useRunActions()
  const nowMs = useNow(60_000)
  const { data = [], refetch } = useQuery(
    orpc.updates.history.queryOptions({
      input: { dir, environment, profiles: [...profiles], service },
      retry: false,
      staleTime: 0,
    }),
  )
  useRefetch(useService(service)?.containerId ?? '', refetch)
  if (data.length < 2) return null
  return (
    <ul aria-label="Images that it ran" className="border-t border-line text-12">
      {data.map((use) => {
        const moment = formatMoment(Date.parse(use.since), nowMs)
        return (
          <li key={`${use.imageId} ${use.since}`} className="flex min-h-9 items-center gap-2 px-3 py-1">
            <span className="numeric">{formatDigest(use.imageId)}</span>
            <span className="min-w-0 truncate text-ink-3">{`since ${moment}`}</span>
            {use.isCurrent ? (
              <span className="ml-auto text-ink-3">runs now</span>
            ) : (
              <span className="ml-auto">
                <Button
                  size="small"
                  aria-label={`Go back to ${formatDigest(use.imageId)}`}
                  disabled={!use.isHere && use.digest === null}
                  onClick={() => update([formatServiceRef(service)], use.imageId)}
                >
                  Go back to this
                </Button>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
