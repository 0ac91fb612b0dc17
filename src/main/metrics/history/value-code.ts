const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** Of the 23 bits behind the first one, 12 are kept. */
const droppedBits = 11
const mostCode = 0x7f7fffff >>> droppedBits

/**
 * A number as an integer of 21 bits and a sign: a float of 13 significant bits. The order stays: of two numbers the lesser
 * never gets the greater code, so the code of the least is the least code.
 */
export function codeOf(value: number): number {
  single[0] = value
  const pattern = bits[0] ?? 0
  const code = ((pattern & 0x7fffffff) + (1 << (droppedBits - 1))) >>> droppedBits
  const bounded = code > mostCode ? mostCode : code
  return pattern >>> 31 === 1 ? 0 - bounded : bounded
}

export function valueOf(code: number): number {
  bits[0] = Math.abs(code) << droppedBits
  const value = single[0] ?? 0
  return code < 0 ? -value : value
}

/** The code of a mean: between those of the least and the most, which rounding could miss. */
export function meanCode(mean: number, minCode: number, maxCode: number): number {
  return Math.min(Math.max(codeOf(mean), minCode), maxCode)
}
