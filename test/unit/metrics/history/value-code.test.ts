import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf, meanCode, valueOf } from '../../../../src/main/metrics/history/value-code.ts'

const value = fc.float({ noNaN: true, noDefaultInfinity: true })

describe('the code of a value', () => {
  it('keeps whole numbers up to 8192, halves of those up to 4096, and nothing', () => {
    const exact = [0, 1, -1, 12, 8192, -4095.5, 0.5, 0.25]
    expect(exact.map((each) => valueOf(codeOf(each)))).toEqual(exact)
  })

  it('is off by at most one part in 8192', () => {
    fc.assert(
      fc.property(value, (each) => {
        // The least floats have fewer bits of their own.
        const allowed = Math.max(Math.abs(each) / 8192, 2 ** -138)
        expect(Math.abs(valueOf(codeOf(each)) - each)).toBeLessThanOrEqual(allowed)
      }),
    )
  })

  it('keeps the order', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        if (one <= other) expect(codeOf(one)).toBeLessThanOrEqual(codeOf(other))
      }),
    )
  })

  it('is the same again for what it was made of', () => {
    fc.assert(fc.property(value, (each) => codeOf(valueOf(codeOf(each))) === codeOf(each)))
  })

  it('of a mean lies between those of the least and the most', () => {
    expect([meanCode(3, codeOf(1), codeOf(2)), meanCode(1.5, codeOf(1), codeOf(2))].map(valueOf)).toEqual([
      2, 1.5,
    ])
  })
})
