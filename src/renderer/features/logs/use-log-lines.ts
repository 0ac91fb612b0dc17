import { useCallback, useMemo, useState } from 'react'
import type { LogEntry } from './entry.ts'
import type { LineSelection } from './log-list.tsx'
import type { LogStore } from './log-store.ts'

export interface LineControl {
  readonly selection: LineSelection | null
  readonly open: ReadonlySet<number>
  readonly isFollowing: boolean
  /** The line to bring into view. */
  readonly target: { readonly number: number } | null
  readonly select: (selection: LineSelection | null) => void
  readonly toggle: (number: number) => void
  readonly setFollowing: (isFollowing: boolean) => void
  /** To the next (1) or the previous (-1) match; after the last comes the first. */
  readonly stepMatch: (by: 1 | -1) => void
  readonly nextError: () => void
  /** To the first line from then on. */
  readonly jumpTo: (atMs: number) => void
  /** The chosen lines that are shown, oldest first. */
  readonly selected: () => readonly LogEntry[]
}

/** Which line is looked at, which are open, and the ways to others. */
export function useLogLines(store: LogStore): LineControl {
  const [selection, select] = useState<LineSelection | null>(null)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [isFollowing, setIsFollowing] = useState(true)
  const [target, setTarget] = useState<{ readonly number: number } | null>(null)

  const setFollowing = useCallback(
    (next: boolean) => {
      setIsFollowing(next)
      store.setPaused(!next)
    },
    [store],
  )
  const toggle = useCallback(
    (number: number) => {
      setOpen((current) => {
        const next = new Set(current)
        if (!next.delete(number)) next.add(number)
        return next
      })
      store.setDetailHeight(number, 0)
    },
    [store],
  )

  return useMemo<LineControl>(() => {
    const goTo = (number: number) => {
      setFollowing(false)
      select({ from: number, to: number })
      setTarget({ number })
    }
    return {
      selection,
      open,
      isFollowing,
      target,
      select,
      toggle,
      setFollowing,
      stepMatch(by) {
        const matches = store.matches()
        if (matches.count === 0) return
        const from = selection?.to ?? (by === 1 ? -1 : Infinity)
        const after = from === Infinity ? matches.count : matches.indexOf(by === 1 ? from + 1 : from)
        const index = by === 1 ? after % matches.count : (after - 1 + matches.count) % matches.count
        goTo(matches.numberAt(index))
      },
      nextError() {
        const rows = store.rows()
        const from = selection ? rows.indexOf(selection.to + 1) : 0
        for (let step = 0; step < rows.count; step += 1) {
          const number = rows.numberAt((from + step) % rows.count)
          if (store.ring.get(number)?.level === 'error') return goTo(number)
        }
      },
      jumpTo(atMs) {
        const rows = store.rows()
        for (let index = 0; index < rows.count; index += 1) {
          const number = rows.numberAt(index)
          if ((store.ring.get(number)?.atMs ?? -1) >= atMs) return goTo(number)
        }
      },
      selected() {
        if (!selection) return []
        const rows = store.rows()
        const first = rows.indexOf(Math.min(selection.from, selection.to))
        const end = rows.indexOf(Math.max(selection.from, selection.to) + 1)
        return Array.from({ length: end - first }, (_, index) =>
          store.ring.get(rows.numberAt(first + index)),
        ).filter((entry) => entry !== undefined)
      },
    }
  }, [store, selection, open, isFollowing, target, toggle, setFollowing])
}
