/**
 * Integers from 0 to 2^24, in blocks of 16, each number of a block with as many bits as the greatest of them needs. A block
 * begins with a byte: that width; for zeros alone, 32 times how many such blocks follow.
 *
 * Made for small pieces that change little. Measured on the same columns of 360 numbers, deflate and zstd are no smaller and
 * take three to six times as long to write, for these have to be set up anew for each piece.
 */
const blockLength = 16
const mostZeroBlocks = 8

export class IntegerPacker {
  #bytes = new Uint8Array(4096)
  #length = 0

  add(values: Int32Array): void {
    // At most 24 bits each, and a byte for each block.
    this.#reserve(values.length * 3 + Math.ceil(values.length / blockLength) + 4)
    for (let start = 0; start < values.length;) {
      const width = widthOf(values, start)
      if (width > 0) {
        this.#addBlock(values, start, width)
        start += blockLength
        continue
      }
      let blocks = 1
      start += blockLength
      for (; blocks < mostZeroBlocks && start < values.length; blocks += 1, start += blockLength)
        if (widthOf(values, start) > 0) break
      this.#bytes[this.#length++] = (blocks - 1) << 5
    }
  }

  /** How many bytes there are so far. */
  get length(): number {
    return this.#length
  }

  /** A view of what was added, good until more is added. */
  view(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end)
  }

  /** What was added since the last time. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length)
    this.#length = 0
    return taken
  }

  #addBlock(values: Int32Array, start: number, width: number): void {
    const bytes = this.#bytes
    let length = this.#length
    bytes[length++] = width
    let held = 0
    let heldBits = 0
    const end = Math.min(start + blockLength, values.length)
    for (let index = start; index < end; index += 1) {
      held |= (values[index] ?? 0) << heldBits
      heldBits += width
      for (; heldBits >= 8; heldBits -= 8, held >>>= 8) bytes[length++] = held & 0xff
    }
    if (heldBits > 0) bytes[length++] = held & 0xff
    this.#length = length
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

export class IntegerUnpacker {
  readonly #bytes: Uint8Array
  #position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Fills it with the next ones. Throws a RangeError when there are not so many. */
  take(values: Int32Array): void {
    const bytes = this.#bytes
    const count = values.length
    values.fill(0)
    let position = this.#position
    for (let start = 0; start < count;) {
      if (position >= bytes.length) throw new RangeError('The packed numbers end too soon.')
      const head = bytes[position++] ?? 0
      const width = head & 31
      if (width === 0) {
        start += blockLength * ((head >>> 5) + 1)
        continue
      }
      const mask = (1 << width) - 1
      let held = 0
      let heldBits = 0
      const end = Math.min(start + blockLength, count)
      for (; start < end; start += 1) {
        for (; heldBits < width; heldBits += 8) held |= (bytes[position++] ?? 0) << heldBits
        values[start] = held & mask
        held >>>= width
        heldBits -= width
      }
      if (position > bytes.length) throw new RangeError('The packed numbers end too soon.')
    }
    this.#position = position
  }
}

function widthOf(values: Int32Array, start: number): number {
  let all = 0
  const end = Math.min(start + blockLength, values.length)
  for (let index = start; index < end; index += 1) all |= values[index] ?? 0
  return 32 - Math.clz32(all)
}

/** Small numbers of either sign as small ones without: 0, -1, 1, -2 … */
export function foldSign(value: number): number {
  return (value << 1) ^ (value >> 31)
}

export function unfoldSign(folded: number): number {
  return (folded >>> 1) ^ -(folded & 1)
}
