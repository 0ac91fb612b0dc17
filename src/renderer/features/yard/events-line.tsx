import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { formatMoment } from '../../../shared/format.ts'
import { useLabPart, useLabStore, useOrpc } from '../../bridge/use-bridge.tsx'
import { Signal } from '../../ui/signal.tsx'
import { eventsOfRuns, findEvents, latest, type YardEvent } from './events.ts'

const nothing: readonly never[] = []

/** What happened last: what this page has seen, and what the runs came to. */
export function EventsLine({ todayMs }: { readonly todayMs: number }) {
  const seen = useSeenEvents()
  const runs = useRuns()
  const events = latest(seen, eventsOfRuns(runs))
  const failure = seen.findLast(({ state }) => state === 'failed')
  return (
    <div className="flex h-[34px] shrink-0 items-center gap-5 overflow-hidden border-t border-line px-5 text-12 whitespace-nowrap text-ink-2 max-[1240px]:px-3.5">
      <p role="alert" className="sr-only">
        {failure?.text}
      </p>
      {events.length === 0 && <span className="text-ink-3">Nothing has happened yet.</span>}
      {events.map(({ id, atMs, state, text, path }, index) => (
        <Link
          key={id}
          href={path}
          className={`flex items-center gap-1.5 underline-offset-3 hover:text-ink hover:underline focus-visible:-outline-offset-2 ${index === 0 ? 'min-w-0' : index === 3 ? 'max-[1700px]:hidden' : index === 2 ? 'max-[1240px]:hidden' : ''}`}
        >
          <Signal state={state} size={14} />
          <span className="numeric text-ink-3">{formatMoment(atMs, todayMs)}</span>
          <span className="max-w-96 truncate">{text}</span>
        </Link>
      ))}
      <Link href="/runs" className="shrink-0 underline-offset-3 hover:text-ink hover:underline">
        All runs
      </Link>
    </div>
  )
}

/** Changes of the lab since this screen was opened, oldest first. */
function useSeenEvents(): readonly YardEvent[] {
  const store = useLabStore()
  const [seen, setSeen] = useState<readonly YardEvent[]>(nothing)
  useEffect(() => {
    let before = store.getSnapshot().state?.status ?? null
    return store.subscribe(() => {
      const { state } = store.getSnapshot()
      const after = state?.status ?? null
      if (before && after) {
        const isRunning = (state?.runs.length ?? 0) > 0
        const events = findEvents(before, after, { atMs: Date.now(), isRunning })
        if (events.length > 0) setSeen((known) => [...known, ...events].slice(-20))
      }
      before = after
    })
  }, [store])
  return seen
}

function useRuns() {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const going = useLabPart(({ state }) => state?.runs ?? nothing)
  const dir = useLabPart(({ selection }) => selection.dir)
  const past = useQuery(orpc.runs.history.queryOptions({ input: { dir, limit: 5 } }))
  // A run that ended is in the history from then on.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: orpc.runs.history.key() })
  }, [queries, orpc, going])
  const ids = new Set(going.map(({ id }) => id))
  return [...going, ...(past.data ?? []).filter(({ id }) => !ids.has(id))]
}
