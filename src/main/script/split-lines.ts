import { stripVTControlCharacters } from 'node:util'

/** Bytes of one line that are kept. */
const longestLineBytes = 4096

export interface LineSplitter {
  push(chunk: Buffer): void
  /** Hands on what has no line end yet. */
  end(): void
}

/**
 * Makes lines out of what a program prints. Of a line that is too long the first 4 KiB are kept; terminal sequences and control
 * characters are taken out, and of what a progress bar has painted over itself the last state remains.
 */
export function splitLines(onLines: (lines: readonly string[]) => void): LineSplitter {
  let kept: Buffer[] = []
  let keptBytes = 0
  let lostBytes = 0

  const keep = (piece: Buffer) => {
    const room = longestLineBytes - keptBytes
    if (room > 0) {
      // A copy: a slice would hold on to the whole chunk.
      kept.push(Buffer.from(piece.subarray(0, room)))
      keptBytes += Math.min(piece.length, room)
    }
    lostBytes += Math.max(0, piece.length - room)
  }
  const takeLine = () => {
    const text = Buffer.concat(kept).toString('utf8')
    const line = lostBytes > 0 ? `${cleanLine(text.replace(/\uFFFD+$/, ''))}…` : cleanLine(text)
    kept = []
    keptBytes = 0
    lostBytes = 0
    return line
  }

  return {
    push(chunk) {
      const lines: string[] = []
      let from = 0
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
        keep(chunk.subarray(from, end))
        lines.push(takeLine())
        from = end + 1
      }
      if (from < chunk.length) keep(chunk.subarray(from))
      if (lines.length > 0) onLines(lines)
    },
    end() {
      if (keptBytes > 0) onLines([takeLine()])
    },
  }
}

const newline = 0x0a

function cleanLine(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const shown = text.replace(/\r+$/, '')
  return stripVTControlCharacters(shown.slice(shown.lastIndexOf('\r') + 1)).replace(
    /[\x00-\x08\x0a-\x1f\x7f-\x9f]/g,
    '',
  )
}
