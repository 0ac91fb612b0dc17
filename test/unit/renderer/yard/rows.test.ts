import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../../../src/shared/readiness.ts'
import { arrangeRows, isFiltering, noFilter } from '../../../../src/renderer/features/yard/rows.ts'

const services = (text: string) =>
  text.split(' ').map((word) => {
    const [name = '', readiness = 'ready'] = word.split(':')
    return { name, readiness: readiness as Readiness }
  })
const plain = { filter: noFilter, isExpanded: false, isStrip: false }

describe('arrangeRows', () => {
  it('shows a small stack as it is', () => {
    expect(arrangeRows('s', services('a b c d e f g h:stopped'), plain)).toEqual({
      rows: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      folded: 0,
      strip: [],
    })
  })

  it('folds ready ones of a large stack, and never what is not ready', () => {
    expect(arrangeRows('s', services('a b c d e f g h i j:failed k:done l:stopped'), plain)).toEqual({
      rows: ['a', 'b', 'c', 'd', 'e', 'j', 'k', 'l'],
      folded: 4,
      strip: [],
    })
    expect(
      arrangeRows(
        's',
        services('a b:failed c:failed d:failed e:failed f:failed g:failed h:failed i:failed j'),
        plain,
      ),
    ).toEqual({ rows: ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], folded: 2, strip: [] })
  })

  it('does not fold a single one: the fold would take its place', () => {
    expect(arrangeRows('s', services('a b c d e f g h i'), plain).folded).toBe(0)
  })

  it('opens to all', () => {
    const all = services('a b c d e f g h i j')
    expect(arrangeRows('s', all, { ...plain, isExpanded: true }).rows).toHaveLength(10)
  })

  it('makes lamps of a stack among many, with rows for what needs a look', () => {
    expect(arrangeRows('s', services('a b:loading c:stopped d:failed'), { ...plain, isStrip: true })).toEqual(
      {
        rows: ['b', 'd'],
        folded: 0,
        strip: ['a', 'b', 'c', 'd'],
      },
    )
  })

  it('filters by name of service or stack, and by state', () => {
    const all = services('db web:failed worker:failed')
    const rows = (stack: string, filter: Parameters<typeof isFiltering>[0]) =>
      arrangeRows(stack, all, { ...plain, isStrip: true, filter })
    expect(rows('data', { text: ' W', signal: null })).toEqual({
      rows: ['web', 'worker'],
      folded: 0,
      strip: [],
    })
    expect(rows('data', { text: 'dat', signal: 'failed' }).rows).toEqual(['web', 'worker'])
    expect(rows('data', { text: 'db', signal: 'failed' }).rows).toEqual([])
  })

  it('knows when nothing is filtered', () => {
    expect(
      [noFilter, { text: '  ', signal: null }, { text: '', signal: 'ready' as const }].map(isFiltering),
    ).toEqual([false, false, true])
  })
})
