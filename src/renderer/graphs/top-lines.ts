import type { MetricAnswer } from '../../shared/metrics.ts'

export interface NamedLine {
  readonly name: string
  /** Whose place it has among all of them, so that it looks the same in every graph; null for several together. */
  readonly place: number | null
  readonly line: MetricAnswer['lines'][number]
}

/** The lines that were measured; of too many, those with the most, largest first, and the rest as one. Pure. */
export function topLines(lines: readonly NamedLine[], most: number): readonly NamedLine[] {
  const measured = lines.filter(({ line }) => line.mean.some((value) => value !== null))
  if (measured.length <= most) return measured
  const sorted = measured
    .map((each) => ({ each, size: average(each.line.mean) }))
    .sort((a, b) => b.size - a.size)
    .map(({ each }) => each)
  const rest = sorted.slice(most - 1)
  return [
    ...sorted.slice(0, most - 1),
    { name: `${rest.length} more`, place: null, line: addUp(rest.map(({ line }) => line)) },
  ]
}

function average(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}

function addUp(lines: readonly NamedLine['line'][]): NamedLine['line'] {
  const sum = (column: 'min' | 'mean' | 'max') =>
    (lines[0]?.[column] ?? []).map((_, index) =>
      lines.reduce<number | null>((total, line) => {
        const value = line[column][index] ?? null
        return value === null ? total : (total ?? 0) + value
      }, null),
    )
  return { min: sum('min'), mean: sum('mean'), max: sum('max') }
}
