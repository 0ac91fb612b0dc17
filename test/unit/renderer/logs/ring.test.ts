import { describe, expect, it } from 'vitest'
import { createRing } from '../../../../src/renderer/features/logs/ring.ts'
import { createRowList } from '../../../../src/renderer/features/logs/row-list.ts'

describe('the ring', () => {
  it('keeps the latest, each under its number', () => {
    const ring = createRing<string>()
    const dropped: [string, number][] = []
    for (let index = 0; index < 60_000; index += 1) {
      ring.push(`line ${index}`)
      ring.trim(50_000, (item, number) => dropped.push([item, number]))
    }
    expect([
      ring.first,
      ring.end,
      ring.get(9999),
      ring.get(10_000),
      ring.get(59_999),
      ring.get(60_000),
    ]).toEqual([10_000, 60_000, undefined, 'line 10000', 'line 59999', undefined])
    expect([dropped.length, dropped[0], dropped.at(-1)]).toEqual([10_000, ['line 0', 0], ['line 9999', 9999]])
  })

  it('gives no number twice after it was cleared', () => {
    const ring = createRing<string>()
    ring.push('a')
    ring.clear()
    ring.push('b')
    expect([ring.first, ring.end, ring.get(0), ring.get(1)]).toEqual([1, 2, undefined, 'b'])
  })
})

describe('the rows', () => {
  const filled = () => {
    const rows = createRowList()
    for (const [number, height] of [
      [3, 20],
      [5, 40],
      [6, 20],
      [9, 20],
    ] as const)
      rows.append(number, height)
    return rows
  }

  it('know where each stands', () => {
    const rows = filled()
    expect([rows.count, rows.height, [0, 1, 2, 3, 4].map((each) => rows.topOf(each))]).toEqual([
      4,
      100,
      [0, 20, 60, 80, 100],
    ])
    expect([0, 19, 20, 59, 60, 99, 500].map((each) => rows.indexAt(each))).toEqual([0, 0, 1, 1, 2, 3, 3])
    expect([0, 3, 4, 5, 9, 10].map((each) => rows.indexOf(each))).toEqual([0, 0, 1, 1, 3, 4])
  })

  it('move up when the first ones go', () => {
    const rows = filled()
    rows.dropBefore(6)
    expect([rows.count, rows.height, rows.droppedHeight, rows.numberAt(0), rows.topOf(1)]).toEqual([
      2, 40, 60, 6, 20,
    ])
  })

  it('can have other heights', () => {
    const rows = filled()
    rows.dropBefore(5)
    rows.remeasure((number) => number)
    expect([rows.height, [0, 1, 2].map((each) => rows.topOf(each))]).toEqual([20, [0, 5, 11]])
  })

  it('stay right over more than fit at first', () => {
    const rows = createRowList()
    for (let number = 0; number < 200_000; number += 1) {
      rows.append(number, 23)
      if (number >= 50_000) rows.dropBefore(number - 49_999)
    }
    expect([
      rows.count,
      rows.height,
      rows.numberAt(0),
      rows.numberAt(49_999),
      rows.indexAt(23 * 100),
    ]).toEqual([50_000, 23 * 50_000, 150_000, 199_999, 100])
  })
})
