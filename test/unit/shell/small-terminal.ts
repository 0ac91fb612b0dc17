import { Duplex } from 'node:stream'
import type { Terminal } from '../../../src/main/engine/model.ts'

/** A terminal in memory: the test prints, and sees what is typed. */
export interface SmallTerminal {
  readonly terminal: Terminal
  /** False when the reader is behind. */
  readonly print: (text: string | Buffer) => boolean
  /** Ends the command with this exit code. */
  readonly end: (exitCode: number) => void
  readonly typed: readonly string[]
  readonly sizes: readonly (readonly [number, number])[]
}

export function createSmallTerminal(): SmallTerminal {
  const typed: string[] = []
  const sizes: [number, number][] = []
  let exitCode: number | null = null
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      typed.push(chunk.toString())
      done()
    },
  })
  return {
    terminal: {
      stream,
      resize: (columns, rows) => Promise.resolve(void sizes.push([columns, rows])),
      exitCode: () => Promise.resolve(exitCode),
    },
    print: (text) => stream.push(text),
    end(code) {
      exitCode = code
      stream.push(null)
    },
    typed,
    sizes,
  }
}
