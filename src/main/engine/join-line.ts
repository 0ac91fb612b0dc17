import type { EngineLogLine } from './model.ts'

/** Longer lines are cut here. */
export const longestLineBytes = 64 * 1024
/** Docker's log drivers cut what a container prints without a newline into parts of this size. */
const partBytes = 16 * 1024
/** `2026-11-21T10:00:00.123456789Z ` at most. */
const longestTimeBytes = 36

/** One line of a log, put together from the pieces in which it comes. */
export interface RawLine {
  readonly stream: EngineLogLine['stream']
  add(piece: Buffer): void
  /** The line so far, and begins the next one; null when there is nothing of it. */
  end(): EngineLogLine | null
}

/**
 * The engine writes a time before every part of a long line: these belong to no text. With `isFramed` a piece is a part;
 * without, parts are told by their size.
 */
export function joinLine(stream: EngineLogLine['stream'], isFramed: boolean): RawLine {
  const keepBytes = isFramed ? longestLineBytes : longestLineBytes + 5 * longestTimeBytes
  let pieces: Buffer[] = []
  let keptBytes = 0
  let leftOutBytes = 0
  let at: string | null = null

  function keep(piece: Buffer): void {
    const kept = piece.subarray(0, Math.max(0, keepBytes - keptBytes))
    leftOutBytes += piece.length - kept.length
    keptBytes += kept.length
    if (kept.length > 0) pieces.push(kept)
  }

  return {
    stream,
    add(piece) {
      if (!isFramed) return keep(piece)
      const time = timeAt(piece, 0)
      if (keptBytes === 0 && at === null) at = time
      keep(time === null ? piece : withoutTime(piece, time))
    },
    end() {
      if (keptBytes === 0 && at === null) return null
      let bytes = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)
      if (!isFramed) {
        at = timeAt(bytes, 0)
        bytes = joinParts(bytes)
        leftOutBytes += Math.max(0, bytes.length - longestLineBytes)
        bytes = bytes.subarray(0, longestLineBytes)
      }
      const line = { stream, at, text: toText(bytes, leftOutBytes) }
      pieces = []
      keptBytes = 0
      leftOutBytes = 0
      at = null
      return line
    },
  }
}

/** A terminal's line without the times before its parts. */
function joinParts(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let rest = bytes
  for (;;) {
    const time = timeAt(rest, 0)
    if (time !== null) rest = withoutTime(rest, time)
    // Without a time at this place it is no part but text.
    if (rest.length <= partBytes || timeAt(rest, partBytes) === null) break
    parts.push(rest.subarray(0, partBytes))
    rest = rest.subarray(partBytes)
  }
  return parts.length === 0 ? rest : Buffer.concat([...parts, rest])
}

function timeAt(bytes: Buffer, from: number): string | null {
  // Cheaper than the expression for lines without one.
  if (bytes[from + 4] !== 0x2d || bytes[from + 10] !== 0x54) return null
  const head = bytes.toString('latin1', from, from + longestTimeBytes)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z(?= |$)/.exec(head)?.[0] ?? null
}

function withoutTime(bytes: Buffer, time: string): Buffer {
  return bytes.subarray(time.length + 1)
}

function toText(bytes: Buffer, leftOutBytes: number): string {
  if (leftOutBytes === 0) {
    const isReturned = bytes.at(-1) === 13
    return bytes.toString('utf8', 0, isReturned ? bytes.length - 1 : bytes.length)
  }
  // Up to three bytes at the end may be half a character.
  const text = bytes.toString('utf8').replace(/\ufffd$/, '')
  return `${text}… (${formatSize(leftOutBytes)} more)`
}

function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
