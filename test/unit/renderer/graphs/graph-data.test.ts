import { describe, expect, it } from 'vitest'
import { mergeSteps, readoutsOf, summarize, toColumns } from '../../../../src/renderer/ui/graph/graph-data.ts'
import { placeNames } from '../../../../src/renderer/ui/graph/graph-picture.ts'

const web = { name: 'web', color: '--series', min: [1, null], mean: [2, null], max: [4, null] }
const db = { ...web, name: 'db', mean: [5, 6] }
const times = { fromMs: 60_000, stepMs: 1000 }
const plain = { look: 'lines', limit: null } as const
const format = (value: number) => `${value} %`

describe('the columns of a graph', () => {
  it('are seconds and means, with the extremes of a line that is alone', () => {
    expect(toColumns(times, [web], plain)).toEqual([
      [60, 61],
      [2, null],
      [4, null],
      [1, null],
    ])
    expect(toColumns(times, [web, db], plain)).toEqual([
      [60, 61],
      [2, null],
      [5, 6],
    ])
    expect(toColumns(times, [], plain)).toEqual([[]])
  })

  it('have the limit last', () => {
    expect(toColumns(times, [web, db], { ...plain, limit: 9 }).at(-1)).toEqual([9, 9])
  })

  it('stand on each other in a stack, where a gap is one only when all have it', () => {
    const none = { ...web, mean: [null, null] }
    expect(toColumns(times, [web, db], { ...plain, look: 'stack' })).toEqual([
      [60, 61],
      [2, 0],
      [7, 6],
    ])
    expect(toColumns(times, [none, web], { ...plain, look: 'stack' })).toEqual([
      [60, 61],
      [0, null],
      [2, null],
    ])
  })
})

describe('what is read beside a graph', () => {
  it('are its lines, or of a heat map the fullest row and the mean', () => {
    expect(readoutsOf([web, db], 'lines')).toEqual([web, db])
    expect(readoutsOf([web, db], 'heat').map(({ name, mean }) => [name, mean])).toEqual([
      ['busiest', [5, 6]],
      ['mean', [3.5, 6]],
    ])
  })
})

describe('a graph with more steps than there are rows for', () => {
  it('has several in one, with the extremes of them', () => {
    const line = { ...web, min: [1, 0, 3], mean: [2, 4, null], max: [3, 9, 5] }
    expect(mergeSteps(times, [line], 2)).toEqual({
      times: { fromMs: 60_000, stepMs: 2000 },
      lines: [{ ...line, min: [0, 3], mean: [3, null], max: [9, 5] }],
    })
    expect(mergeSteps(times, [line], 3)).toEqual({ times, lines: [line] })
  })
})

describe('a graph that is read aloud', () => {
  it('says the latest value, and how far one line went', () => {
    expect(summarize('CPU', [web], format)).toBe('CPU: 2 % now, from 1 % to 4 %')
    expect(summarize('CPU', [{ ...db, min: [], max: [] }], format)).toBe('CPU: 6 % now, from 5 % to 6 %')
    expect(summarize('CPU', [web, db], format)).toBe('CPU: web 2 %, db 6 %')
    expect(summarize('CPU', [], format)).toBe('CPU: nothing was measured in this time')
  })
})

describe('the names in a saved picture', () => {
  it('go on in another row when the first one is full', () => {
    const places = placeNames([web, db, db], format, { width: 150, measure: (text) => 10 * text.length })
    expect(places.map(({ text, x, row }) => [text, x, row])).toEqual([
      ['web 2 %', 0, 0],
      ['db 6 %', 0, 1],
      ['db 6 %', 0, 2],
    ])
  })
})
