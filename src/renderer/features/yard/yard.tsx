import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { LabView } from '../../../shared/lab.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { useSituation } from '../../bridge/use-situation.ts'
import { Button, buttonLook } from '../../ui/button.tsx'
import { Hindrance } from '../../ui/hindrance.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, Empty } from '../../ui/surface.tsx'
import { describeCard } from './card.ts'
import { EventsLine } from './events-line.tsx'
import { HostStrip } from './host-strip.tsx'
import { Ladder } from './ladder.tsx'
import { markOf } from './mark.ts'
import { focusPlace } from './places.ts'
import { isFiltering, lazyFrom, noFilter, stripFrom, type Filter } from './rows.ts'
import { WaveColumn } from './wave-column.tsx'
import { arrangeWaves } from './waves.ts'
import { useYardActions } from './yard-actions.ts'
import { YardHead } from './yard-head.tsx'

/** Every stack of the lab by wave, with its services, its switch and its signals. */
export default function Screen() {
  const lab = useLabPart(({ state }) => state?.lab ?? null)
  const error = useLabPart((snapshot) => (snapshot.state ? null : snapshot.error))
  if (error !== null && error !== undefined)
    return <ProblemView problems={problemsOf(error)} action={<WaysOut />} />
  if (!lab) return <Bones rows={8} />
  if (lab.stacks.length === 0) {
    return <Empty action={<ToLabs />}>No stacks yet. Open a folder with Compose files.</Empty>
  }
  return <Yard lab={lab} />
}

function WaysOut() {
  return (
    <>
      <Link href="/doctor" className={wayOut}>
        Open Doctor
      </Link>
      <ToLabs />
    </>
  )
}

function ToLabs() {
  return (
    <Link href="/labs" className={wayOut}>
      Open a folder
    </Link>
  )
}

const wayOut = buttonLook('default', 'normal')

function Yard({ lab }: { readonly lab: LabView }) {
  const [filter, setFilter] = useState<Filter>(noFilter)
  const shownFilter = useDeferredValue(filter)
  const mark = useMemo(() => markOf(lab.dir), [lab.dir])
  const yard = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const waves = useMemo(() => arrangeWaves(lab), [lab])
  const size = lab.stacks.reduce((sum, { services }) => sum + services.length, 0)
  const todayMs = new Date(useNow(60_000)).setHours(0, 0, 0, 0)
  const lastSeenMs = useLabPart(({ isStale, lastEventAtMs, state }) => {
    if (isStale) return lastEventAtMs
    if (!state?.status) return null
    return state.engine.connected ? null : Date.parse(state.engine.since)
  })
  const isUnseen = useLabPart(
    ({ state }) => state !== null && !state.engine.connected && state.status === null,
  )
  const isFiltered = isFiltering(filter)
  const clear = useCallback(() => setFilter(noFilter), [])
  useYardActions({ yard, field, mark, clearFilter: isFiltered ? clear : null })
  // The keyboard goes on where it was before another screen was looked at.
  useEffect(() => {
    const marked = mark.get()
    const focused = document.activeElement
    const isFree = focused === null || focused === document.body || focused.id === 'main'
    if (isFree && marked !== null && yard.current) focusPlace(yard.current, marked)
  }, [mark])
  const isAlone = waves.length === 1

  return (
    <>
      <YardHead filter={filter} onFilter={setFilter} field={field} lastSeenMs={lastSeenMs} />
      <div className="min-h-0 flex-1 overflow-auto">
        {isUnseen && <Unseen />}
        <div
          ref={yard}
          className={`relative grid gap-x-9 px-5 pb-5 max-[1240px]:gap-x-5 max-[1240px]:px-3.5 ${
            isAlone ? '' : 'auto-cols-[minmax(216px,600px)] grid-flow-col'
          } ${lastSeenMs === null ? '' : 'opacity-50'}`}
        >
          <Ladder yard={yard} stacks={lab.stacks} />
          {waves.map((wave, index) => (
            <WaveColumn
              key={wave.number}
              wave={wave}
              isAlone={isAlone}
              isEntry={index === 0}
              filter={shownFilter}
              isStrip={size >= stripFrom}
              isLazy={size >= lazyFrom}
              mark={mark}
              todayMs={todayMs}
            />
          ))}
        </div>
        {isFiltered && <NothingFound lab={lab} filter={shownFilter} onClear={clear} />}
      </div>
      <EventsLine todayMs={todayMs} />
      <HostStrip />
    </>
  )
}

/** Before the engine has ever answered there is nothing to see, so the way to one is what is shown. */
function Unseen() {
  const situation = useSituation()
  if (situation.data?.level !== 'error') return null
  return (
    <div className="p-5 pb-0 max-[1240px]:p-3.5 max-[1240px]:pb-0">
      <Hindrance
        situation={situation.data}
        isLooking={situation.isFetching}
        onLookAgain={() => void situation.refetch()}
        action={
          <Link href="/doctor" className={wayOut}>
            Open Doctor
          </Link>
        }
      />
    </div>
  )
}

function NothingFound({
  lab,
  filter,
  onClear,
}: {
  readonly lab: LabView
  readonly filter: Filter
  readonly onClear: () => void
}) {
  const options = { filter, isExpanded: false, isStrip: false }
  const isEmpty = useLabPart(({ state }) =>
    lab.stacks.every((stack) => {
      const status = state?.status?.stacks.find(({ name }) => name === stack.name)
      return describeCard(stack, status, options).isHidden
    }),
  )
  return isEmpty ? (
    <Empty action={<Button onClick={onClear}>Show all</Button>}>Nothing here is like that now.</Empty>
  ) : null
}
