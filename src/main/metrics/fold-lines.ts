import { type Columns, sumSeries } from './sum-series.ts'

export interface FoldedLines {
  /** In the order that they came in; with empty lists where nothing was measured, and for those that are in a rest. */
  readonly lines: readonly Columns[]
  readonly rests: readonly (Columns & { readonly group: number; readonly count: number })[]
}

/**
 * Of each group with more than `most` lines, the largest ones by their mean, and the rest added up; null is no group. What is
 * drawn of a hundred services is a dozen lines: more need not be sent each second. Pure.
 */
export function foldLines(
  lines: readonly Columns[],
  groups: readonly (number | null)[],
  most: number,
): FoldedLines {
  const measured = lines.map((line) => (line.mean.some((value) => value !== null) ? line : nothing))
  const places = measured.flatMap((line, place) => {
    const group = groups[place] ?? null
    return line === nothing || group === null ? [] : [{ group, place, size: average(line.mean) }]
  })
  const rests = [...Map.groupBy(places, ({ group }) => group)].flatMap(([group, members]) => {
    if (members.length <= most) return []
    const rest = members.toSorted((one, other) => other.size - one.size).slice(most - 1)
    const parts = rest.map(({ place }) => measured[place] ?? nothing)
    for (const { place } of rest) measured[place] = nothing
    const steps = parts[0]?.mean.length ?? 0
    return [{ group, count: rest.length, ...sumSeries(parts, steps) }]
  })
  return { lines: measured, rests }
}

const nothing: Columns = { min: [], mean: [], max: [] }

function average(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}
