import { spawn } from 'node:child_process'
import { SwitchyardError } from '../../../shared/errors.ts'

/**
 * Runs one command whose front (sudo, pkexec) may ask the operator, who sees what it says. Resolves with its exit code.
 * Throws SwitchyardError when it cannot be started.
 */
export async function runAsRoot(command: readonly string[], input: Buffer | null = null): Promise<number> {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: '/',
    stdio: [input === null ? 'ignore' : 'pipe', 'ignore', 'inherit'],
  })
  // It may end without having read all, and its exit code says more than our broken pipe.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new SwitchyardError('HOST_REFUSED', `${program} could not be started.`, { cause }))
    })
    child.once('close', (code) => resolve(code ?? 1))
  })
}
