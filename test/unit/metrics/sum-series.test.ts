import { describe, expect, it } from 'vitest'
import { sumSeries } from '../../../src/main/metrics/sum-series.ts'

const same = (values: readonly (number | null)[]) => ({ min: values, mean: values, max: values })

describe('a sum of series', () => {
  it('has a gap only where none of them was measured', () => {
    const { min, mean, max } = sumSeries([same([1, null, null, 4]), same([10, 20, null, null])], 4)
    expect([min, mean, max]).toEqual(Array(3).fill([11, 20, null, 4]))
  })

  it('of none is one long gap', () => {
    expect(sumSeries([], 2).mean).toEqual([null, null])
  })
})
