import type { MetricAnswer } from '../../shared/metrics.ts'
import type { NamedLine } from './top-lines.ts'

/** What a graph shows as a table: a row for each step, with the least, the mean and the most of each line. Pure. */
export function toCsv(
  { fromMs, stepMs }: Pick<MetricAnswer, 'fromMs' | 'stepMs'>,
  lines: readonly NamedLine[],
): string {
  const heads = lines.flatMap(({ name }) => [`${name} min`, `${name} mean`, `${name} max`])
  const length = lines[0]?.line.mean.length ?? 0
  const rows = Array.from({ length }, (_, index) => [
    new Date(fromMs + index * stepMs).toISOString(),
    ...lines.flatMap(({ line }) => [line.min, line.mean, line.max].map((column) => column[index] ?? '')),
  ])
  return [['time', ...heads], ...rows].map((cells) => `${cells.map(quote).join(',')}\r\n`).join('')
}

/** Source: RFC 4180. What a spreadsheet would take for a formula is kept from being one. */
function quote(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
