import { describe, expect, it } from 'vitest'
import { readFields } from '../../../../src/renderer/features/logs/fields.ts'
import {
  heightOfText,
  rowHeight,
  wrappedLineHeight,
} from '../../../../src/renderer/features/logs/row-height.ts'
import { listChips, listSources, toTargets } from '../../../../src/renderer/features/logs/sources.ts'

describe('the fields of a line', () => {
  it('are those of a JSON object, with the names of what holds them', () => {
    expect(
      readFields('{"level":"error","n":3,"ctx":{"node":"Summarise","list":[1,"a"]},"none":null}'),
    ).toEqual([
      ['level', 'error'],
      ['n', '3'],
      ['ctx.node', 'Summarise'],
      ['ctx.list', '[1,"a"]'],
      ['none', 'null'],
    ])
  })

  it.each(['plain text', '[1]', '{"cut":', '{}x', ''])('are not in %s', (text) => {
    expect(readFields(text)).toBeNull()
  })

  it('are not more than a person reads', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, index]))
    expect(readFields(JSON.stringify(many))?.at(-1)).toEqual(['…', '940 more'])
  })
})

it.each([
  ['not wrapped', 'x'.repeat(500), 0, 0],
  ['that fits', 'x'.repeat(80), 80, 0],
  ['that is one too long', 'x'.repeat(81), 80, 1],
  ['of wide letters', '日'.repeat(80), 80, 1],
  ['that is empty', '', 80, 0],
])('a line %s is as high as it must be', (_, text, columns, more) => {
  expect(heightOfText(text, columns)).toBe(rowHeight + more * wrappedLineHeight)
})

describe('the services', () => {
  const sources = listSources([
    { name: 'data', services: ['db', 'cache'] },
    { name: 'app', services: ['web', 'db'] },
  ])
  it('have the name of their stack only where they need it', () => {
    expect(sources.map(({ name }) => name)).toEqual(['data/db', 'cache', 'web', 'app/db'])
  })

  it('are asked for by as few targets as it takes', () => {
    const targets = (keys: string[]) => toTargets(sources, new Set(keys))
    expect([
      targets(['data/db', 'data/cache', 'app/web', 'app/db']),
      targets(['data/db', 'data/cache', 'app/web']),
      targets(['app/db']),
    ]).toEqual([[], ['data', 'app/web'], ['app/db']])
  })

  it('are named by stack when there are too many', () => {
    const many = listSources([
      { name: 'data', services: Array.from({ length: 20 }, (_, index) => `part-${index}`) },
      { name: 'app', services: ['web', 'db'] },
    ])
    const chosen = new Set(many.map(({ key }) => key).filter((key) => key !== 'app/db'))
    expect(listChips(many, chosen).map(({ label, keys }) => [label, keys.length])).toEqual([
      ['data', 20],
      ['web', 1],
    ])
  })
})
