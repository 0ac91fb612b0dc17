import { describe, expect, it } from 'vitest'
import { bucketsIn, mergeChunks, packChunk, unpackChunk } from '../../../../src/main/metrics/history/chunk.ts'
import { createColumns, mergeInto, type Columns } from '../../../../src/main/metrics/history/columns.ts'
import {
  mergeFrames,
  packFrame,
  unpackFrame,
  type Frame,
} from '../../../../src/main/metrics/history/frame.ts'
import { IntegerPacker } from '../../../../src/main/metrics/history/pack-integers.ts'
import { RollUp } from '../../../../src/main/metrics/history/roll-up.ts'
import { coarserTiers, finest } from '../../../../src/main/metrics/history/tiers.ts'
import { codeOf, valueOf } from '../../../../src/main/metrics/history/value-code.ts'

type Entry = readonly [id: number, min: number, mean: number, max: number, count: number]

function put(columns: Columns, index: number, [, min, mean, max, count]: Entry): void {
  columns.min[index] = codeOf(min)
  columns.mean[index] = codeOf(mean)
  columns.max[index] = codeOf(max)
  columns.count[index] = count
}

function frame(atMs: number, ...entries: readonly Entry[]): Frame {
  const columns = createColumns(entries.length)
  for (const [index, entry] of entries.entries()) put(columns, index, entry)
  return { atMs, ids: Int32Array.from(entries, ([id]) => id), columns }
}

function entriesOf({ ids, columns: { min, mean, max, count } }: Frame): readonly Entry[] {
  const value = (column: Int32Array, index: number) => valueOf(column[index] ?? NaN)
  return [...ids].map((id, index) => [
    id,
    value(min, index),
    value(mean, index),
    value(max, index),
    count[index] ?? NaN,
  ])
}

describe('a frame', () => {
  it('comes back as it was packed', () => {
    const entries: readonly Entry[] = [
      [1, 0, 0, 0, 10],
      [2, -4, -2, 0.5, 3],
      [900, 1024, 2048, 4096, 10],
      [70_000, 5, 5, 5, 11],
    ]
    const packed = packFrame(frame(20_000, ...entries), finest)
    const again = unpackFrame(packed, 20_000, finest)
    expect([again.atMs, entriesOf(again)]).toEqual([20_000, entries])
  })

  it('has the same bytes for the same series', () => {
    const idsOf = (...entries: readonly Entry[]) => packFrame(frame(0, ...entries), finest).ids
    expect(idsOf([1, 0, 0, 0, 10], [5, 1, 2, 3, 10])).toEqual(idsOf([1, 7, 7, 7, 2], [5, 0, 0, 0, 1]))
  })

  it('becomes one with another of its bucket, means weighted by how many values they are of', () => {
    const one = frame(0, [1, 1, 2, 3, 9], [2, 5, 5, 5, 1])
    const other = frame(0, [1, 0, 12, 20, 1], [3, 8, 8, 8, 4])
    expect(entriesOf(mergeFrames(one, other))).toEqual([
      [1, 0, 3, 20, 10],
      [2, 5, 5, 5, 1],
      [3, 8, 8, 8, 4],
    ])
  })

  it('that is cut off says so', () => {
    const { ids, body } = packFrame(frame(0, [1, 1, 2, 3, 10], [2, 1, 2, 3, 10]), finest)
    expect(() => unpackFrame({ ids, body: body.subarray(0, 3) }, 0, finest)).toThrow(RangeError)
    expect(() => unpackFrame({ ids: ids.subarray(0, 2), body }, 0, finest)).toThrow(RangeError)
  })
})

describe('a chunk', () => {
  it('comes back as it was packed, with its gaps', () => {
    const chunk = createColumns(bucketsIn(finest))
    put(chunk, 0, [0, 1, 2, 3, 10])
    put(chunk, 359, [0, -8, -4, 16, 7])
    const packer = new IntegerPacker()
    packChunk(chunk, finest, packer)
    const again = unpackChunk(packer.take(), finest)
    const at = (index: number) =>
      [again.min, again.mean, again.max].map((column) => valueOf(column[index] ?? NaN))
    expect([at(0), at(359), again.count.filter((count) => count > 0)]).toEqual([
      [1, 2, 3],
      [-8, -4, 16],
      Int32Array.of(10, 7),
    ])
  })

  it('becomes one with what was there before the clock was set back', () => {
    const [one, other] = [createColumns(bucketsIn(finest)), createColumns(bucketsIn(finest))]
    put(one, 0, [0, 1, 2, 3, 10])
    put(other, 0, [0, 3, 4, 5, 10])
    put(other, 1, [0, 6, 7, 8, 10])
    mergeChunks(one, other)
    const expected = createColumns(bucketsIn(finest))
    put(expected, 0, [0, 1, 3, 5, 20])
    put(expected, 1, [0, 6, 7, 8, 10])
    expect(one).toEqual(expected)
  })
})

describe('a roll-up', () => {
  const [minute] = coarserTiers
  if (!minute) throw new Error('There is no tier of a minute.')

  it('is given with the first frame of another bucket, and has what its frames had', () => {
    const rollUp = new RollUp(minute)
    const frames = [
      frame(0, [1, 1, 2, 3, 10]),
      frame(10_000, [1, 5, 10, 50, 10], [2, 7, 7, 7, 1]),
      frame(60_000, [1, 0, 0, 0, 10]),
      frame(180_000, [2, 0, 0, 0, 10]),
    ]
    const given = frames.map((each) => {
      const ended = rollUp.add(each)
      return ended && [ended.atMs, entriesOf(ended)]
    })
    expect(given).toEqual([
      null,
      null,
      [
        0,
        [
          [1, 1, 6, 50, 20],
          [2, 7, 7, 7, 1],
        ],
      ],
      [60_000, [[1, 0, 0, 0, 10]]],
    ])
  })

  it('does not mix buckets when the clock goes back', () => {
    const rollUp = new RollUp(minute)
    rollUp.add(frame(60_000, [1, 1, 1, 1, 10]))
    const ended = rollUp.add(frame(0, [1, 2, 2, 2, 10]))
    expect(ended && [ended.atMs, entriesOf(ended)]).toEqual([60_000, [[1, 1, 1, 1, 10]]])
  })
})

it('columns stay as they are where nothing is merged into them', () => {
  const columns = createColumns(1)
  mergeInto(columns, 0, createColumns(1), 0)
  expect(columns).toEqual(createColumns(1))
})
