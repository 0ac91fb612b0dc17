import { type ReactNode, useCallback, useState } from 'react'

/** How the tables of the page look: one height, one rhythm, a line above every row. */
export const headCell = 'px-3 py-1.5 text-left font-normal whitespace-nowrap text-ink-3'
export const cell = 'px-3 py-1.5 align-top'
export const tableRow = 'border-t border-line hover:bg-raised'

/** Scrolls to the sides what does not fit. Nothing in it may take the focus, so it takes it itself, but only then. */
export function SideScroll({
  label,
  className = '',
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}) {
  const [isTooWide, setIsTooWide] = useState(false)
  const observe = useCallback((box: HTMLDivElement) => {
    const observer = new ResizeObserver(() => setIsTooWide(box.scrollWidth > box.clientWidth))
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={observe}
      tabIndex={isTooWide ? 0 : undefined}
      role="group"
      aria-label={label}
      className={`overflow-x-auto focus-visible:-outline-offset-2 ${className}`}
    >
      {children}
    </div>
  )
}

/** A table below the head of a panel. */
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
    <SideScroll label={label} className="border-t border-line">
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
    </SideScroll>
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
