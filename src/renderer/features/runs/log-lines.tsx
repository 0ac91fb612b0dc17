import { useLayoutEffect, useRef } from 'react'
import { formatClock, formatCount } from '../../../shared/format.ts'

export interface ShownLine {
  readonly id: number
  readonly atMs: number | null
  readonly text: string
  readonly isError: boolean
}

/** A few lines of a log; while it follows, the last one stays in sight. */
export function LogLines({
  lines,
  dropped,
  isFollowing,
}: {
  readonly lines: readonly ShownLine[]
  readonly dropped: number
  readonly isFollowing: boolean
}) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (isFollowing && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines, isFollowing])
  return (
    <div
      ref={list}
      role="log"
      aria-label="Log lines"
      aria-live="off"
      tabIndex={0}
      className="numeric min-h-0 flex-1 overflow-auto text-[11.5px]/[17px] text-ink-2"
    >
      {dropped > 0 && (
        <p className="text-loading-ink">{formatCount(dropped, 'line')} left out: they came too fast.</p>
      )}
      {lines.map(({ id, atMs, text }, index) => (
        <p
          key={id}
          className={`grid gap-x-2 ${atMs === null ? '' : 'grid-cols-[56px_minmax(0,1fr)]'} ${index === lines.length - 1 ? 'text-ink' : ''}`}
        >
          {atMs !== null && <span className="text-ink-3">{formatClock(atMs)}</span>}
          <span className="min-w-0 break-words whitespace-pre-wrap">{text}</span>
        </p>
      ))}
    </div>
  )
}
