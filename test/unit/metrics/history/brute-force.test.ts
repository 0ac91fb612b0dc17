import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { MetricHistory, MetricSeries } from '../../../../src/main/metrics/history/model.ts'
import { codeOf } from '../../../../src/main/metrics/history/value-code.ts'
import { ask, newStateDir, openHistory, secondMs, startMs } from './support/history-folder.ts'

const longest = 5 * 3600

/** Stretches of measuring and of pausing, in seconds. */
const stretches = fc.array(
  fc.record({
    seconds: fc.integer({ min: 1, max: 4000 }),
    every: fc.constantFrom(1, 1, 2, 7),
    then: fc.constantFrom('go on', 'pause', 'begin anew'),
    base: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 6 },
)
const question = fc.record({
  from: fc.integer({ min: -100, max: longest }),
  length: fc.integer({ min: 1, max: longest }),
  points: fc.integer({ min: 2, max: 2000 }),
})

it('every answer has what all values of its steps come to', () => {
  fc.assert(
    fc.property(stretches, fc.array(question, { minLength: 1, maxLength: 8 }), (parts, questions) => {
      const stateDir = newStateDir()
      let history = openHistory(stateDir)
      const values = new Map<number, number>()
      let second = 0
      for (const { seconds, every, then, base } of parts) {
        for (const end = Math.min(second + seconds, longest); second < end; second += every) {
          const value = base * Math.sin(second) ** 3
          values.set(second, value)
          history.add(startMs + second * secondMs, [['container:web', 'cpu', value]])
        }
        if (then === 'pause') second += seconds
        if (then === 'begin anew') {
          history.dispose()
          history = openHistory(stateDir)
        }
      }
      for (const each of questions) check(history, values, each)
      history.dispose()
    }),
    { numRuns: 15 },
  )
}, 60_000)

function check(
  history: MetricHistory,
  values: ReadonlyMap<number, number>,
  { from, length, points }: { readonly from: number; readonly length: number; readonly points: number },
): void {
  const answer = ask(history, { from, to: from + length, points })
  expect(answer.steps).toBeLessThanOrEqual(points)
  const found = Array.from({ length: answer.steps }, (_, step) => {
    const first = answer.from + step * answer.step
    return stepOf(Array.from({ length: answer.step }, (_, index) => values.get(first + index)))
  })
  expect(extremesOf(answer.series, answer.steps)).toEqual(
    found.map((each) => each && [codeOf(each.min), codeOf(each.max)]),
  )
  for (const [step, each] of found.entries()) {
    const allowed = each ? Math.max(Math.abs(each.min), Math.abs(each.max)) / 2000 : 0
    expect(Math.abs((answer.series?.mean[step] ?? 0) - (each?.mean ?? 0))).toBeLessThanOrEqual(allowed)
  }
}

function stepOf(values: readonly (number | undefined)[]) {
  const there = values.filter((value) => value !== undefined)
  if (there.length === 0) return null
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length
  return { min: Math.min(...there), mean, max: Math.max(...there) }
}

/** To the precision of a roll-up; for values of that precision nothing is lost by this. */
function extremesOf(series: MetricSeries | null, steps: number) {
  return Array.from({ length: steps }, (_, step) => {
    const [min, max] = [series?.min[step] ?? null, series?.max[step] ?? null]
    return min === null || max === null ? null : [codeOf(min), codeOf(max)]
  })
}
