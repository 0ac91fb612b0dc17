import { describe, expect, it } from 'vitest'
import { toCsv } from '../../../../src/renderer/graphs/csv.ts'

describe('a graph as a table', () => {
  it('has a row for each step, and cells that no program runs', () => {
    const line = { min: [1, null], mean: [2, null], max: [3, null] }
    expect(toCsv({ fromMs: 0, stepMs: 10_000 }, [{ name: '=web, "x"', place: 0, line }])).toBe(
      'time,"\'=web, ""x"" min","\'=web, ""x"" mean","\'=web, ""x"" max"\r\n' +
        '1970-01-01T00:00:00.000Z,1,2,3\r\n1970-01-01T00:00:10.000Z,,,\r\n',
    )
  })

  it('has only means where nothing else is known', () => {
    const line = { min: [], mean: [2], max: [] }
    expect(toCsv({ fromMs: 0, stepMs: 1000 }, [{ name: 'web', place: 0, line }])).toBe(
      'time,web mean\r\n1970-01-01T00:00:00.000Z,2\r\n',
    )
  })
})
