import { StringDecoder } from 'node:string_decoder'

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** The operator's terminal, key by key: nothing is echoed, and Ctrl-C is a key like any other. */
export interface RawTerminal {
  size(): TerminalSize
  onInput(listener: (text: string) => void): void
  onResize(listener: (size: TerminalSize) => void): void
  /** Nobody is at the terminal any more. */
  onHangUp(listener: () => void): void
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>
  /** Gives the terminal back as it was. */
  release(): void
}

/** Null where standard input or output is no terminal. */
export function openRawTerminal({
  stdin,
  stdout,
}: Pick<NodeJS.Process, 'stdin' | 'stdout'>): RawTerminal | null {
  if (!stdin.isTTY || !stdout.isTTY) return null
  const decoder = new StringDecoder('utf8')
  const ends: (() => void)[] = []
  const wasRaw = stdin.isRaw
  stdin.setRawMode(true)
  const size = () => ({ columns: Math.max(2, stdout.columns), rows: Math.max(1, stdout.rows) })
  return {
    size,
    onInput(listener) {
      const onData = (bytes: Buffer) => {
        const text = decoder.write(bytes)
        if (text !== '') listener(text)
      }
      stdin.on('data', onData)
      ends.push(() => stdin.off('data', onData))
    },
    onResize(listener) {
      const onChange = () => listener(size())
      stdout.on('resize', onChange)
      ends.push(() => stdout.off('resize', onChange))
    },
    onHangUp(listener) {
      process.once('SIGHUP', listener)
      stdin.once('end', listener)
      ends.push(() => {
        process.off('SIGHUP', listener)
        stdin.off('end', listener)
      })
    },
    write: (bytes) =>
      new Promise((resolve) => {
        stdout.write(bytes, () => resolve())
      }),
    release() {
      for (const end of ends) end()
      stdin.setRawMode(wasRaw)
      stdin.pause()
    },
  }
}
