import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** How a command ended, as a shell would say it. */
export interface CommandEnd {
  /** 126 and 127 when it could not be run, 128 and the signal's number when a signal ended it. */
  readonly exitCode: number
  /** Why it could not be run, in one sentence. */
  readonly problem: string | null
}

export interface RunningCommand {
  readonly end: Promise<CommandEnd>
  readonly signal: (signal: NodeJS.Signals) => void
  /** Whether it sits at a terminal, which sends Ctrl-C to it by itself. */
  readonly hasTerminal: boolean
}

/** Runs a program with this terminal as its own. Its arguments are passed as they are; no shell reads them. */
export function runCommand(
  command: readonly string[],
  { dir, variables }: { readonly dir: string; readonly variables: NodeJS.ProcessEnv },
): RunningCommand {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd: dir, env: variables, stdio: 'inherit' })
  return {
    signal: (signal) => void child.kill(signal),
    hasTerminal: process.stdin.isTTY,
    end: new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(explain(program, error)))
      child.once('exit', (code, signal) =>
        resolve({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0), problem: null }),
      )
    }),
  }
}

function explain(program: string, { code, message }: NodeJS.ErrnoException): CommandEnd {
  if (code === 'ENOENT') return { exitCode: 127, problem: `There is no program ${program}.` }
  if (code === 'EACCES') return { exitCode: 126, problem: `The program ${program} may not be run.` }
  return { exitCode: 126, problem: `The program ${program} could not be run: ${message}.` }
}
