import type { ReactNode } from 'react'

/** How the tables of the page look: one height, one rhythm, a line above every row. */
export const headCell = 'px-3 py-1.5 text-left font-normal whitespace-nowrap text-ink-3'
export const cell = 'px-3 py-1.5 align-top'
export const tableRow = 'border-t border-line hover:bg-raised'

/**
 * A table below the head of a panel. Where it does not fit, it scrolls within; nothing in it may take the focus then, so it
 * takes it itself.
 */
export function Table({
  label,
  columns,
  className = '',
  children,
}: {
  readonly label: string
  /** What stands above each column; `widths` and alignment are the caller's. */
  readonly columns: readonly TableColumn[]
  readonly className?: string
  /** Rows within `tbody`. */
  readonly children: ReactNode
}) {
  return (
    <div
      className="overflow-x-auto border-t border-line focus-visible:-outline-offset-2"
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      <table className={`w-full text-12 ${className}`}>
        <thead>
          <tr>
            {columns.map(({ title, isNumber = false, isHidden = false, width }) => (
              <th
                key={title}
                scope="col"
                style={width === undefined ? undefined : { width }}
                className={`${headCell} ${isNumber ? 'text-right!' : ''}`}
              >
                {isHidden ? <span className="sr-only">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  )
}

export interface TableColumn {
  readonly title: string
  /** Numbers stand at the right of their column. */
  readonly isNumber?: boolean
  /** Only read aloud. */
  readonly isHidden?: boolean
  /** As CSS has it; else the content decides. */
  readonly width?: string
}

/** Columns that only have a title. */
export function titled(...titles: readonly string[]): readonly TableColumn[] {
  return titles.map((title) => ({ title }))
}
