import { Clock, Copy, ListFilter } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { KeyValues } from '../../ui/surface.tsx'
import { formatMoment } from '../../../shared/format.ts'
import type { LogEntry } from './entry.ts'
import { readFields } from './fields.ts'

/** What can be done with one line. */
export interface RowActions {
  readonly copy: (entry: LogEntry) => void
  readonly showOnly: (source: string) => void
  readonly showAround: (atMs: number) => void
  /** Tells how high the details of a row are. */
  readonly measure: (number: number, height: number) => void
}

/** The whole line, its fields where it has some, and what can be done with it. */
export function RowDetails({
  number,
  entry,
  actions,
}: {
  readonly number: number
  readonly entry: LogEntry
  readonly actions: RowActions
}) {
  const ref = useRef<HTMLDivElement>(null)
  const { measure } = actions
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const tell = () => measure(number, element.offsetHeight)
    tell()
    const observer = new ResizeObserver(tell)
    observer.observe(element)
    return () => observer.disconnect()
  }, [number, measure])
  const fields = readFields(entry.text)
  const service = entry.source.split('/').at(-1) ?? entry.source
  const { atMs } = entry
  return (
    <div
      ref={ref}
      role="gridcell"
      className="flex flex-wrap items-end gap-x-4 gap-y-2 bg-raised py-2 pr-5 pl-(--log-indent) light:bg-surface"
    >
      <div className="numeric min-w-64 flex-1 text-12/[18px]">
        {fields ? (
          <KeyValues
            rows={fields.map(([name, value]) => [
              name,
              <span key="value" className="break-all whitespace-pre-wrap">
                {value}
              </span>,
            ])}
          />
        ) : (
          <p className="max-h-96 overflow-auto break-all whitespace-pre-wrap">{entry.text}</p>
        )}
        <p className="pt-1 font-sans text-11 text-ink-3">
          {entry.source}, {entry.stream}
          {atMs !== null && `, ${formatMoment(atMs, 0)} ${new Date(atMs).toLocaleTimeString()}`}
        </p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        <Button size="small" icon={<Copy size={14} aria-hidden />} onClick={() => actions.copy(entry)}>
          Copy line
        </Button>
        <Button
          size="small"
          icon={<ListFilter size={14} aria-hidden />}
          onClick={() => actions.showOnly(entry.source)}
        >
          Only {service}
        </Button>
        {atMs !== null && (
          <Button
            size="small"
            icon={<Clock size={14} aria-hidden />}
            onClick={() => actions.showAround(atMs)}
          >
            10s around
          </Button>
        )}
      </div>
    </div>
  )
}
