import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseStep, tiers } from '../../../../src/main/metrics/history/tiers.ts'

describe('the step of an answer', () => {
  it('is the narrowest one that the points allow', () => {
    const minutes = (count: number, points: number, leastMs = 1000) =>
      chooseStep({ fromMs: 0, toMs: count * 60_000, points }, leastMs) / 1000
    expect([
      minutes(1, 60),
      minutes(1, 59),
      minutes(15, 900),
      minutes(60, 600),
      minutes(24 * 60, 700),
    ]).toEqual([1, 2, 1, 10, 180])
  })

  it('is never narrower than what there is', () => {
    expect(chooseStep({ fromMs: 0, toMs: 60_000, points: 600 }, 10_000)).toBe(10_000)
  })

  it('gives at most so many, and is a whole number of the buckets that are not wider', () => {
    const time = fc.integer({ min: 0, max: 4e12 })
    fc.assert(
      fc.property(time, time, fc.integer({ min: 2, max: 2000 }), (one, other, points) => {
        const [fromMs, toMs] = one < other ? [one, other] : [other, one]
        const stepMs = chooseStep({ fromMs, toMs, points }, 1000)
        expect(Math.ceil(toMs / stepMs) - Math.floor(fromMs / stepMs)).toBeLessThanOrEqual(points)
        for (const { bucketMs } of tiers) if (bucketMs <= stepMs) expect(stepMs % bucketMs).toBe(0)
      }),
    )
  })

  it('is there for a single point, for no time at all, and for one that runs backwards', () => {
    const steps = [
      chooseStep({ fromMs: 999, toMs: 1001, points: 1 }, 1000),
      chooseStep({ fromMs: 5000, toMs: 5000, points: 100 }, 1000),
      chooseStep({ fromMs: 5000, toMs: 0, points: 0 }, 1000),
    ]
    expect(steps).toEqual([2000, 1000, 1000])
  })
})

it('each tier is made of whole buckets and spans of the one before', () => {
  for (const [index, { bucketMs, spanMs }] of tiers.entries()) {
    const finer = tiers[index - 1]
    expect(spanMs % bucketMs).toBe(0)
    if (finer) expect([bucketMs % finer.bucketMs, spanMs % finer.spanMs]).toEqual([0, 0])
  }
})
