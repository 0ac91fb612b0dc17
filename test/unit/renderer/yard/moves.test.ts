import { describe, expect, it } from 'vitest'
import { move, type Direction, type Place } from '../../../../src/renderer/features/yard/moves.ts'

const place = (key: string, wave: number, y: number, isProblem = false): Place => ({
  key,
  wave,
  y,
  isProblem,
})
const places = [
  place('a', 0, 10),
  place('a/x', 0, 40),
  place('b', 1, 10),
  place('b/y', 1, 44, true),
  place('c/z', 3, 90, true),
]
const from = (current: string | null, direction: Direction) => move(places, current, direction)

describe('move', () => {
  it('goes up and down within a wave, and stops at its ends', () => {
    expect([from('a', 'down'), from('a/x', 'down'), from('b/y', 'up'), from('b', 'up')]).toEqual([
      'a/x',
      null,
      'b',
      null,
    ])
  })

  it('goes to what stands beside, over empty waves', () => {
    expect([from('a/x', 'right'), from('b', 'left'), from('b', 'right'), from('c/z', 'right')]).toEqual([
      'b/y',
      'a',
      'c/z',
      null,
    ])
  })

  it('goes around through the problems', () => {
    expect([from(null, 'problem'), from('b/y', 'problem'), from('c/z', 'problem')]).toEqual([
      'b/y',
      'c/z',
      'b/y',
    ])
    expect(move([place('a', 0, 1)], 'a', 'problem')).toBeNull()
  })

  it('begins at the first place', () => {
    expect([from(null, 'down'), from('gone', 'left'), move([], null, 'down')]).toEqual(['a', 'a', null])
  })
})
