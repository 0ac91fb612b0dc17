import { useMemo } from 'react'
import { type GraphLine, type GraphTimes, mergeSteps } from './graph-data.ts'

/** More rows nobody reads; what was in between stays in the least and the most. */
const mostRows = 60

/** The values of a graph, latest first: of one line its mean, least and most, of several each one's mean. */
export function GraphTable({
  title,
  times,
  lines,
  format,
}: {
  readonly title: string
  readonly times: GraphTimes
  readonly lines: readonly GraphLine[]
  readonly format: (value: number) => string
}) {
  const shown = useMemo(() => mergeSteps(times, lines, mostRows), [times, lines])
  const [first] = shown.lines
  const columns =
    shown.lines.length === 1 && first && first.max.length > 0
      ? [
          { name: 'mean', values: first.mean },
          { name: 'least', values: first.min },
          { name: 'most', values: first.max },
        ]
      : shown.lines.map(({ name, mean }) => ({ name, values: mean }))
  const rows = (first?.mean ?? []).map((_, step) => step).toReversed()
  if (rows.length === 0) return <p className="text-12 text-ink-3">Nothing was measured in this time.</p>
  return (
    <div
      role="region"
      aria-label={`${title}, table`}
      tabIndex={0}
      className="max-h-56 overflow-auto rounded-4 border border-line"
    >
      <table className="w-full text-12 whitespace-nowrap">
        <thead className="sticky top-0 bg-surface text-left text-11 text-ink-3">
          <tr>
            <th scope="col" className={cell}>
              Time
            </th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" className={`${cell} text-right font-normal`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="numeric">
          {rows.map((step) => (
            <tr key={step} className="border-t border-line">
              <th scope="row" className={`${cell} text-left font-normal text-ink-2`}>
                {formatTime(shown.times.fromMs + step * shown.times.stepMs, rows.length * shown.times.stepMs)}
              </th>
              {columns.map(({ name, values }) => (
                <td key={name} className={`${cell} text-right`}>
                  {wordOf(values[step] ?? null, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const cell = 'px-2 py-1'

function wordOf(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value)
}

const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const days = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** With the day where it is more than one. */
function formatTime(atMs: number, spanMs: number): string {
  return (spanMs > 86_400_000 ? days : times).format(atMs)
}
