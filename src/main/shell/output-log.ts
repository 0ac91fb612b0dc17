/**
 * What a shell has printed, by byte position from its start. Holds what the reader has not read yet, and of what was read
 * as much as fits in the limit, for whoever reads again.
 */
export interface OutputLog {
  /** Position of the oldest byte that is still there, and behind the newest. */
  readonly start: number
  readonly end: number
  append(chunk: Buffer): void
  /** Up to `maximumBytes` from a position between `start` and `end`. */
  read(position: number, maximumBytes: number): Buffer
  /** Drops the oldest bytes above the limit, but none from `position` on. */
  trim(position: number): void
}

export function createOutputLog(limitBytes: number): OutputLog {
  let chunks: { readonly at: number; readonly bytes: Buffer }[] = []
  let start = 0
  let end = 0
  return {
    get start() {
      return start
    },
    get end() {
      return end
    },
    append(bytes) {
      chunks.push({ at: end, bytes })
      end += bytes.length
    },
    read(position, maximumBytes) {
      const stop = Math.min(end, position + maximumBytes)
      return Buffer.concat(
        chunks
          .filter(({ at, bytes }) => at + bytes.length > position && at < stop)
          .map(({ at, bytes }) => bytes.subarray(Math.max(0, position - at), stop - at)),
      )
    },
    trim(position) {
      start = Math.max(start, Math.min(position, end - limitBytes))
      chunks = chunks.filter(({ at, bytes }) => at + bytes.length > start)
    },
  }
}
