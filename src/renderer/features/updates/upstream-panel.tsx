import { useQuery } from '@tanstack/react-query'
import { describeChange, summarizeUpstream } from '../../../shared/update-words.ts'
import type { UpstreamDiff } from '../../../shared/updates.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { shortPath } from '../../ui/places.ts'
import { Panel } from '../../ui/surface.tsx'

/** What the files have that stacks were taken from; nothing where no stack names any. */
export function UpstreamPanels() {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const { data = [] } = useQuery(
    orpc.updates.upstream.queryOptions({
      input: { dir, environment, profiles: [...profiles] },
      retry: false,
    }),
  )
  return data.map((diff) => <UpstreamPanel key={diff.stack} diff={diff} dir={dir} />)
}

function UpstreamPanel({ diff, dir }: { readonly diff: UpstreamDiff; readonly dir: string }) {
  const { stack, file, problem, addedServices, removedServices, services, unsetVariables } = diff
  return (
    <Panel title={`Upstream of ${stack}`} end={problem === null ? summarizeUpstream(diff) : 'not compared'}>
      <div className="grid gap-2 border-t border-line px-3 py-2.5 text-12">
        <p className="numeric break-words text-ink-3">{shortPath(file, dir)}</p>
        {problem !== null && <p className="text-failed-ink">{problem}</p>}
        {addedServices.length > 0 && <p>Only upstream: {addedServices.join(', ')}</p>}
        {removedServices.length > 0 && <p>Only here: {removedServices.join(', ')}</p>}
        {services.map(({ service, changes }) => (
          <div key={service}>
            <p className="font-medium">{service}</p>
            <ul className="pl-3 text-ink-2">
              {changes.map((change) => (
                <li key={change.part} className="break-words">
                  {describeChange(change)}
                </li>
              ))}
            </ul>
          </div>
        ))}
        {unsetVariables.length > 0 && <p>Not set here: {unsetVariables.join(', ')}</p>}
      </div>
    </Panel>
  )
}
