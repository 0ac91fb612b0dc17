import { describe, expect, it } from 'vitest'
import { ringSeconds, SecondRing } from '../../../../src/main/metrics/history/second-ring.ts'

function read(ring: SecondRing, place = 0): readonly (readonly [second: number, value: number])[] {
  const found: [number, number][] = []
  const everything = { fromMs: -1e15, toMs: 1e15 }
  ring.read(place, everything, (atMs, value) => void found.push([atMs / 1000, value]))
  return found
}

function put(ring: SecondRing, second: number, value: number, place = 0): void {
  ring.begin(second * 1000)
  ring.set(place, value)
}

describe('the ring of seconds', () => {
  it('gives back what was put in, and nothing for seconds without a value', () => {
    const ring = new SecondRing()
    put(ring, 1000, 1)
    put(ring, 1003, 2)
    expect([read(ring), read(ring, 1), ring.oldestMs]).toEqual([
      [
        [1000, 1],
        [1003, 2],
      ],
      [],
      1_000_000,
    ])
  })

  it('forgets what is older than 15 minutes', () => {
    const ring = new SecondRing()
    for (let second = 0; second < 2000; second += 1) put(ring, second, second)
    const kept = read(ring)
    expect([kept.length, kept[0], kept.at(-1), ring.oldestMs]).toEqual([
      ringSeconds,
      [1100, 1100],
      [1999, 1999],
      1_100_000,
    ])
  })

  it('is empty after a pause that is longer than it is', () => {
    const ring = new SecondRing()
    put(ring, 1000, 1)
    put(ring, 1000 + ringSeconds * 3, 2)
    expect(read(ring)).toEqual([[3700, 2]])
  })

  it('forgets what lies in the future when the clock goes back', () => {
    const ring = new SecondRing()
    for (let second = 1000; second < 1010; second += 1) put(ring, second, second)
    put(ring, 1002, -1)
    expect(read(ring)).toEqual([
      [1000, 1000],
      [1001, 1001],
      [1002, -1],
    ])
    put(ring, 1002 - 3600, -2)
    expect([read(ring), ring.oldestMs]).toEqual([[[-2598, -2]], -2_598_000])
  })

  it('goes on before 1970', () => {
    const ring = new SecondRing()
    put(ring, -1, 1)
    put(ring, 0, 2)
    expect(read(ring)).toEqual([
      [-1, 1],
      [0, 2],
    ])
  })

  it('keeps all series when more come than there was room for', () => {
    const ring = new SecondRing()
    put(ring, 1, 1, 0)
    put(ring, 2, 2, 63)
    put(ring, 3, 3, 500)
    expect([0, 63, 500].map((place) => read(ring, place))).toEqual([[[1, 1]], [[2, 2]], [[3, 3]]])
  })

  it('gives a place away empty', () => {
    const ring = new SecondRing()
    put(ring, 1, 1)
    ring.clear(0)
    ring.clear(5000)
    expect(read(ring)).toEqual([])
  })
})
