import { spawn, type ChildProcess } from 'node:child_process'
import { formatDuration } from '../../shared/format.ts'

export interface ProgramStart {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[]
  /** Working folder, absolute. */
  readonly dir: string
  readonly variables: NodeJS.ProcessEnv
}

export type ScriptEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  /** Somebody else sent it a signal. */
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'timed out' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not started'; readonly reason: string }

/** Begins a program in a process group of its own, without input. */
export function beginProgram({ command, dir, variables }: ProgramStart): ChildProcess | Error {
  const [program = '', ...args] = command
  try {
    return spawn(program, args, {
      cwd: dir,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** How it ended by itself. Never rejects. */
export function endOfProgram(child: ChildProcess): Promise<ScriptEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'not started', reason: wordsOf(error) })
    })
    child.once('exit', (exitCode, signal) => {
      resolve(exitCode === null ? { kind: 'killed', signal: signal ?? '?' } : { kind: 'exited', exitCode })
    })
  })
}

/** Why it did not end well, after its name: `exited with code 3`. Null when it exited with 0. */
export function faultOfEnd(end: ScriptEnd, timeoutMs: number): string | null {
  switch (end.kind) {
    case 'exited':
      return end.exitCode === 0 ? null : `exited with code ${end.exitCode}`
    case 'killed':
      return `was ended by ${end.signal}`
    case 'timed out':
      return `did not end within ${formatDuration(timeoutMs)} and was ended`
    case 'cancelled':
      return 'was cancelled'
    case 'not started':
      return `could not be run: ${end.reason}`
  }
}

function wordsOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'the program, its interpreter or the folder does not exist'
  if (code === 'EACCES') return 'the program may not be executed'
  return code === 'E2BIG' ? 'its arguments are too long' : message
}
