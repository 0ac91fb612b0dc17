import { describe, expect, it } from 'vitest'
import { summarize, toColumns } from '../../../../src/renderer/ui/graph-data.ts'

const web = { name: 'web', color: '--series', min: [1, null], mean: [2, null], max: [4, null] }
const db = { ...web, name: 'db', mean: [5, 6] }
const times = { fromMs: 60_000, stepMs: 1000 }
const format = (value: number) => `${value} %`

describe('the columns of a graph', () => {
  it('are seconds and means, with the extremes of a line that is alone', () => {
    expect(toColumns(times, [web])).toEqual([
      [60, 61],
      [2, null],
      [4, null],
      [1, null],
    ])
    expect(toColumns(times, [web, db])).toEqual([
      [60, 61],
      [2, null],
      [5, 6],
    ])
    expect(toColumns(times, [])).toEqual([[]])
  })
})

describe('a graph that is read aloud', () => {
  it('says the latest value, and how far one line went', () => {
    expect(summarize('CPU', [web], format)).toBe('CPU: 2 % now, from 1 % to 4 %')
    expect(summarize('CPU', [web, db], format)).toBe('CPU: web 2 %, db 6 %')
    expect(summarize('CPU', [], format)).toBe('CPU: nothing was measured in this time')
  })
})
