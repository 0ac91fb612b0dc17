import { formatBytes } from '../../../shared/format.ts'
import { formatMetric } from '../../../shared/metric-words.ts'
import type { MetricBeat } from '../../../shared/metrics.ts'
import { line, span, type Line } from './line.ts'
import { alignColumns } from './table.ts'

export const topOrders = ['cpu', 'memory', 'vram', 'name'] as const
export type TopOrder = (typeof topOrders)[number]

type Row = MetricBeat['services'][number]

/** What the services use at a second, in an order; with `rows`, no more lines than that. Pure. */
export function renderTop(
  { services }: MetricBeat,
  { order, rows = Infinity }: { readonly order: TopOrder; readonly rows?: number },
): Line[] {
  if (services.length === 0) return [line('No service of this lab runs.', 'quiet')]
  const sorted = [...services].sort((a, b) => compare(a, b, order))
  const hasVram = services.some(({ vramBytes }) => vramBytes !== null)
  const total: Line[] = [
    line('in all', 'quiet'),
    line(cores(sum(services.map(({ cpu }) => cpu))), 'strong'),
    line(bytes(sum(services.map(({ memoryBytes }) => memoryBytes))), 'strong'),
    [],
    ...(hasVram ? [line(bytes(sum(services.map(({ vramBytes }) => vramBytes))), 'strong')] : []),
  ]
  const kept = sorted.length + 2 > rows ? sorted.slice(0, Math.max(0, rows - 3)) : sorted
  const left = sorted.length - kept.length
  const table = alignColumns([headingOf(hasVram), ...kept.map((row) => cellsOf(row, hasVram)), total], {
    right: [1, 2, 4],
  })
  return left === 0 ? table : [...table.slice(0, -1), line(`+ ${left} more`, 'quiet'), ...table.slice(-1)]
}

/** Where no service has memory on a GPU, nothing is said of it. */
function headingOf(hasVram: boolean): readonly Line[] {
  const words = ['SERVICE', 'CPU', 'MEMORY', 'OF ITS LIMIT', ...(hasVram ? ['VRAM'] : [])]
  return words.map((text) => line(text, 'quiet'))
}

function cellsOf(
  { stack, service, cpu, memoryBytes, memoryLimitBytes, vramBytes }: Row,
  hasVram: boolean,
): readonly Line[] {
  const share = memoryBytes === null || !memoryLimitBytes ? null : memoryBytes / memoryLimitBytes
  return [
    [span(`${stack}/`, 'quiet'), span(service)],
    line(cores(cpu)),
    line(bytes(memoryBytes)),
    share === null || !memoryLimitBytes
      ? []
      : line(
          `${Math.round(share * 100)} % of ${formatBytes(memoryLimitBytes)}`,
          share > 0.9 ? 'warning' : 'quiet',
        ),
    ...(hasVram ? [line(bytes(vramBytes))] : []),
  ]
}

function compare(a: Row, b: Row, order: TopOrder): number {
  const byName = `${a.stack}/${a.service}`.localeCompare(`${b.stack}/${b.service}`)
  if (order === 'name') return byName
  const value = ({ cpu, memoryBytes, vramBytes }: Row) =>
    ({ cpu, memory: memoryBytes, vram: vramBytes })[order] ?? -1
  return value(b) - value(a) || byName
}

function cores(value: number | null): string {
  return value === null ? '' : formatMetric(value, 'cores')
}

function bytes(value: number | null): string {
  return value === null ? '' : formatBytes(value)
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}
