import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  foldSign,
  IntegerPacker,
  IntegerUnpacker,
  unfoldSign,
} from '../../../../src/main/metrics/history/pack-integers.ts'

function pack(...lists: readonly (readonly number[])[]): Uint8Array {
  const packer = new IntegerPacker()
  for (const list of lists) packer.add(Int32Array.from(list))
  return packer.take()
}

function take(unpacker: IntegerUnpacker, count: number): readonly number[] {
  // What is in it before must not show.
  const values = new Int32Array(count).fill(7)
  unpacker.take(values)
  return [...values]
}

const some = fc.array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1000), fc.nat(2 ** 24 - 1)), {
  maxLength: 700,
  size: 'max',
})

describe('packed integers', () => {
  it('come back as they were, list after list', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        const unpacker = new IntegerUnpacker(pack(one, other))
        expect([take(unpacker, one.length), take(unpacker, other.length)]).toEqual([one, other])
      }),
    )
  })

  it('take three bytes for 360 zeros, and a bit for each number that is 0 or 1', () => {
    const zeros = Array.from({ length: 360 }, () => 0)
    const ones = zeros.map(() => 1)
    expect([pack(zeros).length, pack(ones).length]).toEqual([3, 23 + 45])
  })

  it('say when they end too soon', () => {
    const packed = pack(Array.from({ length: 100 }, (_, index) => index * 1000))
    for (const length of [0, 1, 20, packed.length - 1])
      expect(() => take(new IntegerUnpacker(packed.subarray(0, length)), 100)).toThrow(RangeError)
  })

  it('of a packer that is used again have nothing of what was taken before', () => {
    const packer = new IntegerPacker()
    packer.add(Int32Array.of(1, 2, 3))
    packer.take()
    packer.add(Int32Array.of(4))
    expect(take(new IntegerUnpacker(packer.take()), 1)).toEqual([4])
  })
})

describe('a folded sign', () => {
  it('makes small numbers of either sign small ones without', () => {
    expect([0, -1, 1, -2, 2].map(foldSign)).toEqual([0, 1, 2, 3, 4])
  })

  it('unfolds to what it was', () => {
    const integer = fc.integer({ min: -(2 ** 22), max: 2 ** 22 })
    fc.assert(fc.property(integer, (each) => unfoldSign(foldSign(each)) === each))
  })
})
