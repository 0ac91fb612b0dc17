import { spawn } from 'node:child_process'

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs one program to its end and returns what it printed, whatever its exit code.
 * Throws one sentence when the program cannot be started, or runs longer than `timeoutMs` (default two minutes).
 * `env` replaces the whole environment; without it the program inherits ours.
 */
export function tryCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const timeoutMs = options.timeoutMs ?? 120_000
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', (error) => {
      reject(new Error(`${file} could not be started: ${error.message}.`))
    })
    child.on('close', (exitCode, signal) => {
      if (exitCode === null)
        reject(new Error(`${file} ${args.join(' ')} was ended by ${signal ?? 'a signal'}.`))
      else resolve({ exitCode, stdout, stderr })
    })
  })
}

/** Like `tryCommand`, but an exit code other than 0 throws a sentence with the last line the program wrote to stderr. */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await tryCommand(file, args, options)
  if (result.exitCode === 0) return result.stdout
  const reason = lastLine(result.stderr) ?? lastLine(result.stdout) ?? `exit code ${result.exitCode}`
  throw new Error(`${file} ${args.join(' ')} failed: ${reason}`)
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1)
}
