import { describe, expect, it } from 'vitest'
import { foldLines } from '../../../src/main/metrics/fold-lines.ts'

const line = (...values: (number | null)[]) => ({ min: values, mean: values, max: values })
const nothing = line()

describe('many lines of a group', () => {
  it('are the largest ones, and the rest as one', () => {
    const lines = [line(1, 1), line(9, 9), line(2, null), line(5, 5)]
    expect(foldLines(lines, [0, 0, 0, 0], 3)).toEqual({
      lines: [nothing, line(9, 9), nothing, line(5, 5)],
      rests: [{ group: 0, count: 2, ...line(3, 1) }],
    })
  })

  it('stay as they are when they are few, or in no group', () => {
    const lines = [line(1), line(2), line(3), line(4)]
    expect(foldLines(lines, [1, 1, null, null], 2)).toEqual({ lines, rests: [] })
  })

  it('do not count when nothing was measured of them', () => {
    const lines = [line(null, null), line(1, null), line(2, 2)]
    expect(foldLines(lines, [0, 0, 0], 2)).toEqual({
      lines: [nothing, line(1, null), line(2, 2)],
      rests: [],
    })
  })

  it('of a hundred services are eight', () => {
    const lines = Array.from({ length: 100 }, (_, index) => line(index))
    const { lines: given, rests } = foldLines(
      lines,
      lines.map(() => 0),
      8,
    )
    const shown = given.flatMap(({ mean }) => mean)
    expect(shown).toEqual([93, 94, 95, 96, 97, 98, 99])
    expect(rests).toEqual([{ group: 0, count: 93, ...line((92 * 93) / 2) }])
  })
})
