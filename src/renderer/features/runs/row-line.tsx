import { memo } from 'react'
import { Diamond } from 'lucide-react'
import { Signal } from '../../ui/signal.tsx'
import { Bars, type Expected } from './bars.tsx'
import { describeBar, signalOfRow, wordOfRow } from './describe.ts'
import { isSameRow } from './row-equality.ts'
import type { Row } from './rows.ts'
import { lineFocus } from './line-focus.ts'

export interface RowLineProps {
  readonly row: Row
  readonly heightPx: number
  readonly expectedFromMs: number | null
  /** Null when nothing is expected of it any more. */
  readonly expectedToMs: number | null
  readonly domainMs: number
  readonly isCritical: boolean
  readonly isBlocker: boolean
  /** Whether the side panel shows it. */
  readonly isShown: boolean
  /** Whether Tab leads to it. */
  readonly isActive: boolean
  readonly onChoose: (key: string) => void
}

/** One service in the timeline. Drawn again only when something of it changes. */
export const RowLine = memo(function RowLine(props: RowLineProps) {
  const { row, heightPx, domainMs, isCritical, isBlocker, isShown, isActive, onChoose } = props
  const expected: Expected | null =
    props.expectedToMs === null ? null : { fromMs: props.expectedFromMs, toMs: props.expectedToMs }
  const isQuiet = row.state === 'already' || row.state === 'not started'
  return (
    <div
      role="row"
      aria-level={2}
      aria-selected={isShown}
      tabIndex={isActive ? 0 : -1}
      data-key={row.key}
      style={{ height: heightPx }}
      onClick={() => onChoose(row.key)}
      className={`${lineFocus} grid grid-cols-[var(--label)_minmax(0,1fr)] items-center ${isShown || isBlocker ? 'bg-(--row) [--row:var(--raised)]' : '[--row:var(--canvas)] hover:bg-(--row) hover:[--row:var(--surface)]'}`}
    >
      <div
        role="gridcell"
        className="sticky left-0 z-3 flex h-full min-w-0 items-center gap-[7px] bg-(--row) pr-2 pl-5 text-12 max-[1240px]:pl-3.5"
      >
        <Signal state={signalOfRow(row.state)} label={wordOfRow(row.state)} size={14} />
        <span
          className={`truncate ${isBlocker ? 'font-semibold' : ''} ${isQuiet ? 'text-ink-2' : ''}`}
          title={row.key}
        >
          {row.name}
        </span>
        {isCritical && (
          <Diamond
            size={8}
            fill="currentColor"
            role="img"
            aria-label="on the critical path"
            className="shrink-0"
          />
        )}
      </div>
      <div role="gridcell" className="relative h-full">
        <div role="img" aria-label={describeBar(row)} title={describeBar(row)} className="absolute inset-0">
          <Bars row={row} expected={expected} domainMs={domainMs} isTall={isBlocker} />
        </div>
      </div>
    </div>
  )
}, isSameLine)

function isSameLine(a: RowLineProps, b: RowLineProps): boolean {
  return (
    a.heightPx === b.heightPx &&
    a.expectedFromMs === b.expectedFromMs &&
    a.expectedToMs === b.expectedToMs &&
    a.domainMs === b.domainMs &&
    a.isCritical === b.isCritical &&
    a.isBlocker === b.isBlocker &&
    a.isShown === b.isShown &&
    a.isActive === b.isActive &&
    a.onChoose === b.onChoose &&
    isSameRow(a.row, b.row)
  )
}
