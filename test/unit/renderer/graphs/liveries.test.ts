import { describe, expect, it } from 'vitest'
import { chooseLiveries } from '../../../../src/renderer/graphs/liveries.ts'

describe('the colours of lines', () => {
  it('belong to their places, whichever of them are shown', () => {
    expect(chooseLiveries([2, 0])).toEqual(['--livery-plum', '--livery-teal'])
  })

  it('are others where a place comes round again, and what is left for several together', () => {
    expect(chooseLiveries([0, 8, null])).toEqual(['--livery-teal', '--livery-denim', '--livery-plum'])
  })
})
