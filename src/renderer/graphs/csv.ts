import type { MetricAnswer } from '../../shared/metrics.ts'
import type { NamedLine } from './graph-of.ts'

/** What a graph shows as a table: a row for each step, with the least, the mean and the most of each line, where they are known. Pure. */
export function toCsv(
  { fromMs, stepMs }: Pick<MetricAnswer, 'fromMs' | 'stepMs'>,
  lines: readonly NamedLine[],
): string {
  const columns = lines.flatMap(({ name, line: { min, mean, max } }) =>
    max.length === 0
      ? [{ head: `${name} mean`, values: mean }]
      : [
          { head: `${name} min`, values: min },
          { head: `${name} mean`, values: mean },
          { head: `${name} max`, values: max },
        ],
  )
  const length = lines[0]?.line.mean.length ?? 0
  const rows = Array.from({ length }, (_, index) => [
    new Date(fromMs + index * stepMs).toISOString(),
    ...columns.map(({ values }) => values[index] ?? ''),
  ])
  return [['time', ...columns.map(({ head }) => head)], ...rows]
    .map((cells) => `${cells.map(quote).join(',')}\r\n`)
    .join('')
}

/** Source: RFC 4180. What a spreadsheet would take for a formula is kept from being one. */
function quote(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
