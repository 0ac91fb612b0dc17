import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import { LogRow } from './log-row.tsx'
import type { LogSnapshot, LogStore } from './log-store.ts'
import type { RowActions } from './row-details.tsx'
import type { Search } from './search.ts'
import type { Source } from './sources.ts'
import { useViewport } from './use-viewport.ts'

/** The lines that are chosen: one, or all from one to another. */
export interface LineSelection {
  readonly from: number
  readonly to: number
}

/** Rows outside of the view that are drawn as well, in pixels. */
const overscan = 230

export interface LogListProps {
  readonly store: LogStore
  readonly snapshot: LogSnapshot
  readonly sources: ReadonlyMap<string, Source>
  readonly search: Search | null
  readonly isWrapped: boolean
  readonly isFollowing: boolean
  readonly selection: LineSelection | null
  readonly open: ReadonlySet<number>
  /** A line to bring into view; another object for each time. */
  readonly target: { readonly number: number } | null
  readonly actions: RowActions
  readonly onSelect: (selection: LineSelection | null) => void
  readonly onToggle: (number: number) => void
  readonly onFollow: (isFollowing: boolean) => void
  readonly onCopy: () => void
}

/** The rows in sight of a list that may have hundreds of thousands. */
export function LogList(props: LogListProps) {
  const { store, snapshot, sources, search, isWrapped, isFollowing, selection, open, target } = props
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [day, setDay] = useState(Date.now)
  const longestName = Math.max(6, ...[...sources.values()].map(({ name }) => name.length))
  const nameWidth = Math.min(longestName * 7 + 14, 176)
  const { height, probe } = useViewport(scroller, store, isWrapped, nameWidth)
  const rows = store.rows()
  const lastTop = Math.max(0, rows.height - height)
  const top = isFollowing ? lastTop : Math.min(scrollTop, lastTop)
  const opened = useRef<number | null>(null)
  const seenTop = useRef(0)
  const anchor = useRef({ number: 0, top: 0 })

  // Days change rarely; a row need not look for it.
  useEffect(() => {
    const timer = setInterval(() => setDay(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])

  const remember = (at: number) => {
    const index = rows.indexAt(at)
    anchor.current = { number: rows.numberAt(index), top: rows.topOf(index) }
    seenTop.current = at
  }
  const bringIntoView = (number: number) => {
    const element = scroller.current
    const index = rows.indexOf(number)
    if (!element || index >= rows.count) return
    const rowTop = rows.topOf(index)
    const rowBottom = rows.topOf(index + 1)
    if (rowTop >= element.scrollTop && rowBottom <= element.scrollTop + height) return
    const isNear = rowTop >= element.scrollTop && rowTop < element.scrollTop + height
    element.scrollTop = isNear ? Math.min(rowTop, rowBottom - height) : Math.max(0, rowTop - height / 3)
    remember(element.scrollTop)
    setScrollTop(element.scrollTop)
  }

  /** Keeps what is read where it is when lines before it go, or their height or the filter changes. */
  const keepPlace = useEffectEvent(() => {
    const element = scroller.current
    if (!element) return
    const moved = rows.topOf(rows.indexOf(anchor.current.number)) - anchor.current.top
    if (isFollowing) element.scrollTop = lastTop
    else if (moved !== 0) element.scrollTop += moved
    remember(isFollowing ? lastTop : element.scrollTop)
    if (!isFollowing) setScrollTop(element.scrollTop)
    // What was just opened is higher now, and may reach out of sight.
    if (opened.current !== null) bringIntoView(opened.current)
    opened.current = null
  })
  useLayoutEffect(() => keepPlace(), [snapshot.version, isFollowing, height, isWrapped])

  const onTarget = useEffectEvent(bringIntoView)
  useLayoutEffect(() => {
    if (target) onTarget(target.number)
  }, [target])

  const onScroll = () => {
    const element = scroller.current
    if (!element) return
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 4
    const isUp = element.scrollTop < seenTop.current
    remember(element.scrollTop)
    // While following, the rows in sight are known without it.
    if (!isFollowing || !isAtEnd) setScrollTop(element.scrollTop)
    if (isFollowing && isUp && !isAtEnd) props.onFollow(false)
    else if (!isFollowing && !isUp && isAtEnd && element.scrollTop > 0) props.onFollow(true)
  }

  const { onSelect, onToggle, onFollow } = props
  const latest = useRef(selection)
  useLayoutEffect(() => {
    latest.current = selection
  }, [selection])
  const onClick = useCallback(
    (number: number, event: MouseEvent) => {
      // What was marked with the mouse is to be copied, not to be opened.
      if (getSelection()?.isCollapsed === false) return
      grid.current?.focus({ preventScroll: true })
      if (event.shiftKey && latest.current) return onSelect({ from: latest.current.from, to: number })
      onSelect({ from: number, to: number })
      onFollow(false)
      opened.current = number
      onToggle(number)
    },
    [onSelect, onToggle, onFollow],
  )

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return
    const key = event.key
    if ((event.ctrlKey || event.metaKey) && key === 'c' && getSelection()?.isCollapsed !== false) {
      event.preventDefault()
      return props.onCopy()
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const last = rows.count - 1
    const current = selection ? rows.indexOf(selection.to) : isFollowing ? last + 1 : rows.indexAt(top) - 1
    const page = Math.max(1, Math.floor(height / 23) - 1)
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      j: current + 1,
      ArrowUp: current - 1,
      k: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: last,
    }
    const step = steps[key.length === 1 ? key.toLowerCase() : key]
    if (step !== undefined && last >= 0) {
      event.preventDefault()
      const number = rows.numberAt(Math.min(Math.max(step, 0), last))
      onSelect({ from: event.shiftKey && selection ? selection.from : number, to: number })
      onFollow(key === 'End')
      bringIntoView(number)
    } else if ((key === 'Enter' || key === ' ') && selection) {
      event.preventDefault()
      opened.current = selection.to
      onToggle(selection.to)
    } else if (key === 'Escape' && selection) {
      event.preventDefault()
      onSelect(null)
    }
  }

  const first = Math.max(0, rows.indexAt(Math.max(0, top - overscan)))
  const drawn: { readonly number: number; readonly index: number }[] = []
  for (let index = first; index < rows.count && rows.topOf(index) < top + height + overscan; index += 1)
    drawn.push({ number: rows.numberAt(index), index })
  const [from, to] = selection
    ? [Math.min(selection.from, selection.to), Math.max(selection.from, selection.to)]
    : [1, 0]

  return (
    <div
      ref={scroller}
      role="log"
      aria-label="Lines"
      aria-live={isFollowing ? 'off' : 'polite'}
      onScroll={onScroll}
      style={
        {
          '--log-columns': `96px 62px ${nameWidth}px minmax(0,1fr)`,
          '--log-indent': `${96 + 62 + nameWidth + 36 + 20}px`,
          overflowAnchor: 'none',
        } as React.CSSProperties
      }
      className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-scroll has-[[role=treegrid]:focus-visible]:outline-2 has-[[role=treegrid]:focus-visible]:-outline-offset-2 has-[[role=treegrid]:focus-visible]:outline-focus"
    >
      <span ref={probe} aria-hidden className="numeric invisible absolute text-12 whitespace-pre">
        {'0'.repeat(100)}
      </span>
      <div
        ref={grid}
        role="treegrid"
        tabIndex={0}
        aria-label="Lines of the logs"
        aria-rowcount={rows.count}
        aria-activedescendant={selection ? `log-${selection.to}` : undefined}
        onKeyDown={onKeyDown}
        className="relative outline-none"
        style={{ height: rows.height }}
      >
        {drawn.map(({ number, index }) => {
          const entry = store.ring.get(number)
          return (
            entry && (
              <LogRow
                key={number}
                number={number}
                position={index + 1}
                entry={entry}
                top={rows.topOf(index)}
                source={sources.get(entry.source)}
                search={search}
                isSelected={number >= from && number <= to}
                isOpen={open.has(number)}
                isWrapped={isWrapped}
                day={day}
                actions={props.actions}
                onClick={onClick}
              />
            )
          )
        })}
      </div>
    </div>
  )
}
