import type { MetricSeries } from './history/model.ts'

export type Columns = Pick<MetricSeries, 'min' | 'mean' | 'max'>

/**
 * Several series added up, step by step; null where none of them was measured. The extremes of a sum are not the sums of the
 * extremes: these are bounds. Pure.
 */
export function sumSeries(
  series: readonly Columns[],
  steps: number,
): { [Name in keyof Columns]: (number | null)[] } {
  const sum = (name: keyof Columns) =>
    Array.from({ length: steps }, (_, step) => {
      let total: number | null = null
      for (const each of series) {
        const value = each[name][step] ?? null
        if (value !== null) total = (total ?? 0) + value
      }
      return total
    })
  return { min: sum('min'), mean: sum('mean'), max: sum('max') }
}
