import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { LabGraph } from '../../../shared/detail.ts'
import { formatCount } from '../../../shared/format.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabRevision, useOrpc } from '../../bridge/use-bridge.tsx'
import { useRefetch } from '../../bridge/use-refetch.ts'
import { Field } from '../../ui/field.tsx'
import { leaveField } from '../../ui/leave-field.ts'
import { Key } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Bones, Empty, PageHead } from '../../ui/surface.tsx'
import { listEdges } from './edge-rows.ts'
import { EdgeTable } from './edge-table.tsx'
import { findByText, stacksToShow } from './filter.ts'
import { keepStacks, readGraph } from './lab-map.ts'
import { MapView } from './map-view.tsx'

/** What waits for what, over all stacks. */
export default function Screen() {
  const orpc = useOrpc()
  const { dir, environment, profiles } = useSelection()
  const revision = useLabRevision()
  const { data, error, refetch } = useQuery(
    orpc.labs.graph.queryOptions({ input: { dir, environment, profiles: [...profiles] } }),
  )
  useRefetch(revision, refetch)
  if (error) return <ProblemView problems={problemsOf(error)} />
  if (!data) return <Bones rows={8} />
  return <Graph graph={data} />
}

const allStacks = '*'

function Graph({ graph }: { readonly graph: LabGraph }) {
  const [view, setView] = useState<'map' | 'list'>('map')
  const [stack, setStack] = useState<string | null>(null)
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const whole = useMemo(() => readGraph(graph), [graph])
  const map = useMemo(() => {
    const shown = stacksToShow(whole, stack)
    return shown === null ? whole : keepStacks(whole, (name) => shown.has(name))
  }, [whole, stack])
  const searched = useDeferredValue(text)
  const found = useMemo(() => findByText(map, searched), [map, searched])
  const actions = useMemo<readonly Action[]>(
    () => [
      {
        id: 'map:search',
        title: 'Search on the map',
        group: 'Map',
        shortcut: '/',
        run: () => field.current?.focus(),
      },
      {
        id: 'map:view',
        title: 'Switch between map and list',
        group: 'Map',
        run: () => setView((current) => (current === 'map' ? 'list' : 'map')),
      },
    ],
    [],
  )
  useActions(actions)

  return (
    <>
      <PageHead
        title="Map"
        beside={
          <span role="status" className="text-12 text-ink-3">
            {found === null
              ? `${formatCount(map.services.size, 'service')} in ${formatCount(map.stacks.length, 'stack')}`
              : `${found.size} found`}
          </span>
        }
        actions={
          <>
            <Picker
              name="Stack"
              value={stack ?? allStacks}
              options={[
                { value: allStacks, label: 'all' },
                ...whole.stacks.map(({ name }) => ({ value: name, label: name })),
              ]}
              onChange={(value) => setStack(value === allStacks ? null : value)}
            />
            <Field
              ref={field}
              label="Services with this in their name"
              placeholder="Search"
              value={text}
              icon={<Search size={14} aria-hidden className="shrink-0" />}
              end={text === '' && <Key>/</Key>}
              className="w-44"
              onChange={({ target }) => setText(target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.preventDefault()
                setText('')
                leaveField(event.currentTarget)
              }}
            />
            <Segmented
              label="Shown as"
              value={view}
              options={[
                { value: 'map', label: 'Map' },
                { value: 'list', label: 'List' },
              ]}
              onChange={setView}
            />
          </>
        }
      />
      {map.services.size === 0 ? (
        <Empty>There are no services yet.</Empty>
      ) : view === 'map' ? (
        <MapView key={stack ?? allStacks} map={map} found={found} />
      ) : (
        <EdgeTable rows={listEdges(graph, { stack, text: searched })} />
      )}
    </>
  )
}
