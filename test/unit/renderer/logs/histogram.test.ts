import { expect, it } from 'vitest'
import { createTimeCounts } from '../../../../src/renderer/features/logs/histogram.ts'

const startMs = Date.UTC(2026, 10, 21, 10)

it('counts lines, warnings and errors in buckets of a round length', () => {
  const counts = createTimeCounts()
  counts.add(startMs + 100, 'info')
  counts.add(startMs + 900, 'error')
  counts.add(startMs + 2500, 'warn')
  expect(counts.histogram(90)).toEqual({
    bucketMs: 1000,
    buckets: [
      { fromMs: startMs, total: 2, warn: 0, error: 1 },
      { fromMs: startMs + 1000, total: 0, warn: 0, error: 0 },
      { fromMs: startMs + 2000, total: 1, warn: 1, error: 0 },
    ],
    most: 2,
  })
})

it('forgets lines that go', () => {
  const counts = createTimeCounts()
  counts.add(startMs, 'error')
  counts.add(startMs + 5000, 'info')
  counts.remove(startMs, 'error')
  expect([counts.histogram(90).buckets, counts.countSince(startMs)]).toEqual([
    [{ fromMs: startMs + 5000, total: 1, warn: 0, error: 0 }],
    1,
  ])
})

it.each([60, 900, 3600, 86_400, 86_400 * 400])('has at most 90 buckets over %i seconds', (seconds) => {
  const counts = createTimeCounts()
  counts.add(startMs + 500, 'info')
  counts.add(startMs + seconds * 1000, 'info')
  const { buckets, most } = counts.histogram(90)
  expect(buckets.length).toBeLessThanOrEqual(90)
  expect([buckets.reduce((sum, { total }) => sum + total, 0), most]).toEqual([2, 1])
})

it('has none for nothing', () => {
  expect(createTimeCounts().histogram(90)).toEqual({ bucketMs: 1000, buckets: [], most: 0 })
})
