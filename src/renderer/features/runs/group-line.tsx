import { ChevronDown, ChevronRight, Lock } from 'lucide-react'
import { memo } from 'react'
import { groupHeightPx } from './groups.ts'
import { lineFocus } from './line-focus.ts'

/** The head of a stack in the timeline: its wave, how much of it is up, and its time in words. */
export const GroupLine = memo(function GroupLine({
  id,
  title,
  wave,
  isAlwaysOn,
  count,
  words,
  isExpanded,
  isActive,
  onToggle,
}: {
  readonly id: string
  readonly title: string
  readonly wave: number | null
  readonly isAlwaysOn: boolean
  readonly count: string
  readonly words: string
  /** Null when there is nothing to expand. */
  readonly isExpanded: boolean | null
  readonly isActive: boolean
  readonly onToggle: (id: string) => void
}) {
  const Chevron = isExpanded === true ? ChevronDown : ChevronRight
  return (
    <div
      role="row"
      aria-level={1}
      {...(isExpanded === null ? {} : { 'aria-expanded': isExpanded })}
      tabIndex={isActive ? 0 : -1}
      data-key={id}
      style={{ height: groupHeightPx }}
      onClick={() => isExpanded !== null && onToggle(id)}
      className={`${lineFocus} grid grid-cols-[var(--label)_minmax(0,1fr)] items-center border-t border-line text-12 text-ink-2 ${isExpanded === null ? '' : 'hover:bg-surface'}`}
    >
      <div
        role="gridcell"
        className="sticky left-0 z-3 flex h-full min-w-0 items-center gap-[7px] bg-canvas pr-1 pl-5 max-[1240px]:pl-3.5"
      >
        {wave !== null && (
          <span
            aria-label={`wave ${wave}`}
            role="img"
            className="grid size-[18px] shrink-0 place-items-center rounded-full border-[1.5px] border-line-control text-11 leading-none font-semibold tabular-nums"
          >
            {wave}
          </span>
        )}
        <strong className="truncate font-semibold text-ink">{title}</strong>
        {isAlwaysOn && <Lock size={12} role="img" aria-label="always-on" className="shrink-0" />}
        <span className="shrink-0 text-ink-3 tabular-nums">{count}</span>
        {isExpanded !== null && <Chevron size={14} aria-hidden className="ml-auto shrink-0 text-ink-3" />}
      </div>
      <div role="gridcell" className="relative h-full">
        <span className="absolute top-1/2 z-3 max-w-full -translate-y-1/2 truncate bg-canvas pr-1.5 text-11 text-ink-3">
          {words}
        </span>
      </div>
    </div>
  )
})
