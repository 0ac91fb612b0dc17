import type { DoorName } from '../../shared/host.ts'
import { createInterface } from 'node:readline/promises'
import { findPageDir } from '../web/find-page-dir.ts'
import { attach, type AttachContext } from './attach.ts'
import type { Core } from './client.ts'
import { openRawTerminal, type RawTerminal } from './raw-terminal.ts'
import { openAddress } from './serve/open-browser.ts'

export type { RawTerminal } from './raw-terminal.ts'

export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export type Interrupt = 'SIGINT' | 'SIGTERM'

/** Everything outside the door that it touches; tests pass their own. */
export interface World {
  readonly variables: NodeJS.ProcessEnv
  readonly workingDir: string
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly now: () => number
  /** Called at most once, and only by commands that need the core. */
  readonly openCore: (door: DoorName) => Promise<Core>
  /** Calls back on SIGINT and SIGTERM until the returned function is called. */
  readonly onInterrupt: (listener: (signal: Interrupt) => void) => () => void
  /** Calls back when Enter is pressed, until the returned function is called; never where nobody types. */
  readonly onEnter: (listener: () => void) => () => void
  /** Asks a question and returns the line that was typed; null where nobody types. */
  readonly ask: (question: string) => Promise<string | null>
  /** Whether somebody types here and sees what is printed. */
  readonly hasTerminal: () => boolean
  /** Runs a program with this process's own input and output; its exit code. */
  readonly attach: (command: readonly string[], context: AttachContext) => Promise<number>
  /** The terminal key by key; null where nobody types. */
  readonly openRawTerminal: () => RawTerminal | null
  /** Opens a web page in the operator's browser; false when there is none. */
  readonly openAddress: (url: string) => Promise<boolean>
  /** Folder of the built page. */
  readonly findPageDir: () => string
  /** Ends the process at once. */
  readonly quit: (exitCode: number) => void
}

/** The process as it is. */
export function createWorld(openCore: World['openCore']): World {
  return {
    variables: process.env,
    workingDir: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    openCore,
    onInterrupt(listener) {
      const onSignal = (signal: NodeJS.Signals) => listener(signal === 'SIGTERM' ? 'SIGTERM' : 'SIGINT')
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
      return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    },
    onEnter(listener) {
      if (!process.stdin.isTTY) return () => {}
      process.stdin.on('data', listener)
      return () => process.stdin.off('data', listener).pause()
    },
    async ask(question) {
      if (!process.stdin.isTTY) return null
      // Not readline's own terminal: Ctrl-C stays a signal.
      const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
      try {
        return await lines.question(question)
      } finally {
        lines.close()
      }
    },
    // Node leaves the property out where there is no terminal.
    hasTerminal: () => [process.stdin, process.stdout].every(({ isTTY }) => isTTY),
    attach,
    openRawTerminal: () => openRawTerminal(process),
    openAddress: (url) => openAddress(url, process.env),
    findPageDir,
    quit: (exitCode) => process.exit(exitCode),
  }
}
