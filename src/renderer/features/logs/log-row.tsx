import { memo, type MouseEvent } from 'react'
import { Tag } from '../../ui/pill.tsx'
import type { LogEntry } from './entry.ts'
import { formatLineTime, formatNumber } from './format-time.ts'
import { LevelMark } from './level-mark.tsx'
import { LogText } from './log-text.tsx'
import { RowDetails, type RowActions } from './row-details.tsx'
import { gapHeight, mostShownLength } from './row-height.ts'
import type { Search } from './search.ts'
import type { Source } from './sources.ts'

export interface LogRowProps {
  readonly number: number
  /** From 1, among the rows that are shown. */
  readonly position: number
  readonly entry: LogEntry
  readonly top: number
  readonly source: Source | undefined
  readonly search: Search | null
  readonly isSelected: boolean
  readonly isOpen: boolean
  readonly isWrapped: boolean
  readonly day: number
  readonly actions: RowActions
  readonly onClick: (number: number, event: MouseEvent) => void
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { number, position, entry, top, source, search, isSelected, isOpen, isWrapped, day, actions } = props
  const { level, dropped } = entry
  const tint = isSelected
    ? 'bg-overlay light:bg-line'
    : level === 'error'
      ? 'wash [--wash-color:var(--signal-failed)]'
      : ''
  return (
    <div
      role="row"
      id={`log-${number}`}
      aria-rowindex={position}
      aria-selected={isSelected}
      aria-expanded={isOpen}
      className={`absolute inset-x-0 ${isSelected ? 'before:absolute before:inset-y-0 before:left-0 before:z-1 before:w-0.5 before:bg-ink' : ''}`}
      style={{ top }}
    >
      {dropped > 0 && <Gap count={dropped} />}
      <div
        onClick={(event) => props.onClick(number, event)}
        className={`grid min-h-[23px] grid-cols-(--log-columns) gap-3 px-5 hover:bg-raised max-[1240px]:px-3.5 ${tint}`}
      >
        <span role="gridcell" className="numeric text-12/[23px] whitespace-nowrap text-ink-3">
          {formatLineTime(entry.atMs, day)}
        </span>
        <span role="gridcell" className="text-12/[23px]">
          <LevelMark level={level} />
        </span>
        <span role="gridcell" className="min-w-0 truncate text-12/[23px] font-medium">
          <Tag livery={source?.livery ?? 7}>{source?.name ?? entry.source}</Tag>
        </span>
        <span
          role="gridcell"
          className={`numeric min-w-0 text-12/[18px] ${
            level === 'error' || level === 'warn' || isSelected ? 'text-ink' : 'text-ink-2'
          } ${isWrapped ? 'pt-[2px] pb-[3px] break-all whitespace-pre-wrap' : 'truncate pt-[2px] whitespace-pre'}`}
        >
          <LogText raw={entry.raw} search={search} most={isWrapped ? Infinity : mostShownLength} />
        </span>
      </div>
      {isOpen && <RowDetails number={number} entry={entry} actions={actions} />}
    </div>
  )
})

function Gap({ count }: { readonly count: number }) {
  return (
    <div
      role="gridcell"
      style={{ height: gapHeight }}
      className="wash flex items-center px-5 text-12 text-loading-ink [--wash-color:var(--signal-loading)] max-[1240px]:px-3.5"
    >
      <span>
        <span className="numeric">{formatNumber(count)}</span> {count === 1 ? 'line' : 'lines'} left out here,
        the reader was too slow
      </span>
    </div>
  )
}
