import { describe, expect, it } from 'vitest'
import { topLines } from '../../../../src/renderer/graphs/top-lines.ts'

const line = (name: string, ...values: (number | null)[]) => ({
  name,
  place: name.endsWith('more') ? null : 0,
  line: { min: values, mean: values, max: values },
})

describe('many lines in one graph', () => {
  it('are the largest ones, and the rest as one', () => {
    const lines = [line('a', 1, 1), line('b', 9, 9), line('c', 2, null), line('d', 5, 5)]
    expect(topLines(lines, 3)).toEqual([line('b', 9, 9), line('d', 5, 5), line('2 more', 3, 1)])
  })

  it('leave out what was not measured at all', () => {
    expect(topLines([line('a', null, null), line('b', 1, null)], 3)).toEqual([line('b', 1, null)])
  })
})
