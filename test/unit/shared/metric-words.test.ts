import { describe, expect, it } from 'vitest'
import { formatMetric, metricLabel, metricUnits, type Metric } from '../../../src/shared/metric-words.ts'

describe('a metric in words', () => {
  it('is a share of a core below one, and cores above', () => {
    expect([0, 0.004, 0.053, 0.5, 1, 1.5, 12.04].map((value) => formatMetric(value, 'cores'))).toEqual([
      '0\u00a0%',
      '0.4\u00a0%',
      '5.3\u00a0%',
      '50\u00a0%',
      '1\u00a0cores',
      '1.5\u00a0cores',
      '12\u00a0cores',
    ])
  })

  it('has its unit', () => {
    expect([
      formatMetric(1536, 'bytes'),
      formatMetric(1536.4, 'bytes per second'),
      formatMetric(47.2, 'percent'),
      formatMetric(2.84, 'count'),
      formatMetric(57.6, 'celsius'),
      formatMetric(92, 'watts'),
    ]).toEqual(['1.5\u00a0KiB', '1.5\u00a0KiB/s', '47\u00a0%', '2.8', '58\u00a0°C', '92\u00a0W'])
  })

  it('has a label each', () => {
    const names = Object.keys(metricUnits) as Metric[]
    expect(new Set(names.map(metricLabel)).size).toBe(names.length)
  })
})
