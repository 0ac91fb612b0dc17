import { describe, expect, it } from 'vitest'
import { pieceOf, refreshMs, timesOf, usualRange } from '../../../../src/renderer/graphs/range.ts'

describe('the range of the graphs', () => {
  it('goes on with the time, or stays where it was chosen', () => {
    expect(timesOf({ kind: 'latest', lengthMs: 60_000 }, 100_000)).toEqual({ fromMs: 40_000, toMs: 100_000 })
    expect(timesOf(pieceOf(1000, 31_000), 100_000)).toMatchObject({ fromMs: 1000, toMs: 31_000 })
  })

  it('can be dragged either way, and is never shorter than can be seen', () => {
    expect(pieceOf(50_000.4, 20_000.6)).toEqual({ kind: 'piece', fromMs: 20_001, toMs: 50_000 })
    expect(pieceOf(20_000, 20_400)).toEqual({ kind: 'piece', fromMs: 15_200, toMs: 25_200 })
  })

  it('is asked for again when there is something new to see', () => {
    expect(refreshMs(usualRange, 240)).toBe(3750)
    expect(refreshMs({ kind: 'latest', lengthMs: 60_000 }, 240)).toBe(1000)
    expect(refreshMs({ kind: 'latest', lengthMs: 300_000 }, 240)).toBe(2000)
    expect(refreshMs(pieceOf(0, 60_000), 240)).toBe(false)
  })
})
