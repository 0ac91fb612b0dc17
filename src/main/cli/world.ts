import { findPageDir } from '../web/find-page-dir.ts'
import type { Core } from './client.ts'

export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

/** Everything outside the door that it touches; tests pass their own. */
export interface World {
  readonly variables: NodeJS.ProcessEnv
  readonly workingDir: string
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly now: () => number
  /** Called at most once, and only by commands that need the core. */
  readonly openCore: () => Promise<Core>
  /** Calls back on SIGINT and SIGTERM until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void
  /** Calls back when Enter is pressed, until the returned function is called; never where nobody types. */
  readonly onEnter: (listener: () => void) => () => void
  /** Folder of the built page. */
  readonly findPageDir: () => string
  /** Ends the process at once. */
  readonly quit: (exitCode: number) => void
}

/** The process as it is. */
export function createWorld(openCore: () => Promise<Core>): World {
  return {
    variables: process.env,
    workingDir: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    openCore,
    onInterrupt(listener) {
      process.on('SIGINT', listener).on('SIGTERM', listener)
      return () => process.off('SIGINT', listener).off('SIGTERM', listener)
    },
    onEnter(listener) {
      if (!process.stdin.isTTY) return () => {}
      process.stdin.on('data', listener)
      return () => process.stdin.off('data', listener).pause()
    },
    findPageDir,
    quit: (exitCode) => process.exit(exitCode),
  }
}
