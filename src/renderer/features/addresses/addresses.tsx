import { useQuery } from '@tanstack/react-query'
import { RefreshCw, Search } from 'lucide-react'
import { useRef, useState, type RefObject } from 'react'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { useLinkChecks, useLinks } from '../../actions/use-links.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabRevision, useOrpc } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { leaveField } from '../../ui/leave-field.ts'
import { Key } from '../../ui/menu.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, Empty, ScreenBody } from '../../ui/surface.tsx'
import { filterLinks, filterNetworks } from './filter.ts'
import { LinksPanel } from './links-panel.tsx'
import { NetworkPanel } from './network-panel.tsx'

const lookEveryMs = 15_000

/** What of the lab can be opened and whether it answers, and how its services reach each other. */
export default function Screen() {
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const links = useLinks({ everyMs: lookEveryMs })
  const networks = useNetworks()
  const checks = useLinkChecks(links.data ?? [])
  useFilterKey(field)
  const error = links.error ?? networks.error
  const shownLinks = filterLinks(links.data ?? [], text)
  const shownNetworks = filterNetworks(networks.data ?? [], text)
  const isKnown = links.data !== undefined && networks.data !== undefined
  const isNothing = text.trim() !== '' && shownLinks.length + shownNetworks.length === 0
  return (
    <>
      <SectionHead
        section="lab"
        actions={
          <>
            <Field
              ref={field}
              label="Filter addresses"
              placeholder="Filter"
              className="w-48"
              icon={<Search size={14} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.target.value)}
              end={text === '' && <Key>/</Key>}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.preventDefault()
                setText('')
                leaveField(event.currentTarget)
              }}
            />
            <Button
              icon={<RefreshCw size={16} aria-hidden />}
              isBusy={checks.isFetching}
              onClick={() => void checks.refetch()}
            >
              Check again
            </Button>
          </>
        }
      />
      <ScreenBody>
        {error && <ProblemPanel problems={problemsOf(error)} />}
        {!isKnown && !error && <Bones rows={8} />}
        {isKnown && isNothing && <Empty>Nothing has “{text}” in its name or address.</Empty>}
        {isKnown && !isNothing && (
          <>
            <LinksPanel links={shownLinks} checks={checks.data ?? []} />
            {shownNetworks.map((network) => (
              <NetworkPanel key={network.network} network={network} />
            ))}
          </>
        )}
      </ScreenBody>
    </>
  )
}

function useNetworks() {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const revision = useLabRevision()
  const query = useQuery({
    ...orpc.links.addresses.queryOptions({ input: { dir, environment, profiles: [...profiles] } }),
    refetchInterval: lookEveryMs,
  })
  useRefetch(revision, query.refetch)
  return query
}

function useFilterKey(field: RefObject<HTMLInputElement | null>): void {
  const [actions] = useState<readonly Action[]>(() => [
    {
      id: 'addresses:filter',
      title: 'Filter addresses',
      group: 'Addresses',
      shortcut: '/',
      run: () => field.current?.focus(),
    },
  ])
  useActions(actions)
}
