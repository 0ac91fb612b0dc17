import { spawn } from 'node:child_process'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Interrupt } from './world.ts'

export interface AttachContext {
  readonly dir: string
  readonly variables: NodeJS.ProcessEnv
  readonly takeInterrupts: (listener: (signal: Interrupt) => void) => void
}

/**
 * Runs a program with our own input and output; its exit code, or 128 and the number of the signal that ended it. Ctrl-C
 * reaches the program itself, from the terminal; SIGTERM is handed on.
 */
export function attach(
  [program = '', ...args]: readonly string[],
  { dir, variables, takeInterrupts }: AttachContext,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: dir, env: variables, stdio: 'inherit' })
    takeInterrupts((signal) => {
      if (signal === 'SIGTERM') child.kill(signal)
    })
    child.once('error', (cause) =>
      reject(
        new SwitchyardError('COMPOSE_MISSING', `${program} cannot be run here.`, {
          hint: 'Install the Docker command line, or put it on the PATH.',
          cause,
        }),
      ),
    )
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)))
  })
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
