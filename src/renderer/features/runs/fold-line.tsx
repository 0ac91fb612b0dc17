import { Signal } from '../../ui/signal.tsx'
import { Bars } from './bars.tsx'
import { countStates, signalOfRow } from './describe.ts'
import { foldRows } from './fold-rows.ts'
import { rowHeightPx } from './groups.ts'
import type { Row } from './rows.ts'
import type { Schedule } from './schedule.ts'
import { lineFocus } from './line-focus.ts'

/** `8 more`: rows of a large stack in one line, to be opened. */
export function FoldLine({
  lineKey,
  rows,
  schedule,
  domainMs,
  isActive,
  onOpen,
}: {
  readonly lineKey: string
  readonly rows: readonly Row[]
  readonly schedule: Schedule
  readonly domainMs: number
  readonly isActive: boolean
  readonly onOpen: () => void
}) {
  const { row, expected } = foldRows(rows, schedule)
  const words = `${rows.length} more, ${countStates(rows)}`
  return (
    <div
      role="row"
      aria-level={2}
      aria-expanded={false}
      tabIndex={isActive ? 0 : -1}
      data-key={lineKey}
      style={{ height: rowHeightPx }}
      onClick={onOpen}
      title={rows.map(({ name }) => name).join(', ')}
      className={`${lineFocus} grid grid-cols-[var(--label)_minmax(0,1fr)] items-center [--row:var(--canvas)] hover:bg-(--row) hover:[--row:var(--surface)]`}
    >
      <div
        role="gridcell"
        className="sticky left-0 z-3 flex h-full min-w-0 items-center gap-[7px] bg-(--row) pl-5 text-12 max-[1240px]:pl-3.5"
      >
        <Signal state={signalOfRow(row.state)} label={null} size={14} />
        <span className="truncate text-ink-2 underline decoration-line-control underline-offset-2">
          {rows.length} more
        </span>
      </div>
      <div role="gridcell" className="relative h-full">
        <div role="img" aria-label={words} className="absolute inset-0">
          <Bars row={row} expected={expected} domainMs={domainMs} isTall={false} />
        </div>
      </div>
    </div>
  )
}
