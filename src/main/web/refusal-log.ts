const maxLines = 10
const windowMs = 10_000

export interface RefusalLog {
  /** One line on what was refused; never what was in it. */
  readonly refused: (what: string, address: string) => void
}

/** At most ten lines in ten seconds: who floods the door must not flood the terminal. */
export function createRefusalLog(write: (line: string) => void, now: () => number): RefusalLog {
  let sinceMs = -Infinity
  let count = 0
  return {
    refused(what, address) {
      if (now() - sinceMs >= windowMs) {
        if (count > maxLines) write(`switchyard: refused ${count - maxLines} more.`)
        sinceMs = now()
        count = 0
      }
      count += 1
      if (count <= maxLines) write(`switchyard: refused ${printable(what)} from ${printable(address)}.`)
    },
  }
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120)
}
