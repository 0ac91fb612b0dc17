import { spawn as spawnChild, type ChildProcessByStdio } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { execa } from 'execa'
import { vi } from 'vitest'

export interface MachineCommandOptions {
  /** Name of the user; default `root`. There are `operator` (uid 1000, in the group docker) and `guest` (1001). */
  readonly user?: string
  readonly input?: string
  /** Beside what every command of the machine gets. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Default 60 s. */
  readonly timeoutMs?: number
}

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A process inside the machine whose stdin is ours. */
export interface MachineProcess {
  readonly stdin: Writable
  readonly stdout: Readable
  /** All that it has printed so far. */
  readonly printed: () => { readonly stdout: string; readonly stderr: string }
  /** Its pid inside the machine. */
  readonly pid: number
  /** Sends a signal to the process itself, at once; nothing when it had ended before its pid out here was known. */
  readonly kill: (signal: NodeJS.Signals) => void
  /** Its exit code, as a shell tells it: 137 after SIGKILL. */
  readonly ended: Promise<number>
}

export interface MachineShell {
  readonly container: string
  readonly engineVariables: Readonly<Record<string, string>>
  /** What every command of the machine gets. */
  readonly env: Readonly<Record<string, string>>
  /** Folder out here, and the same one inside as `/opt/pids`. */
  readonly pidDir: string
}

/**
 * What the engine starts in a container has no parent there, and pkexec serves no orphans: so there is a shell around.
 * The inner one becomes the command, after it has left its pid in the file.
 */
const underShell = 'PIDFILE=$0 sh -c \'echo $$ >"$PIDFILE"; unset PIDFILE; exec "$@"\' sh "$@"; exit $?'

/** Runs a command in the machine to its end, whatever its exit code. */
export async function execInMachine(
  machine: MachineShell,
  args: readonly string[],
  options: MachineCommandOptions = {},
): Promise<Said> {
  const result = await execa('docker', [...execArguments(machine, options, '/dev/null'), ...args], {
    env: machine.engineVariables,
    input: options.input ?? '',
    reject: false,
    timeout: options.timeoutMs ?? 60_000,
    stripFinalNewline: false,
  })
  if (result.exitCode === undefined) {
    throw new Error(`${args.join(' ')} did not end in the machine: ${result.stdout}${result.stderr}`)
  }
  return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr }
}

/** Starts a command in the machine; resolves when it runs. */
export async function spawnInMachine(
  machine: MachineShell,
  args: readonly string[],
  options: Omit<MachineCommandOptions, 'input' | 'timeoutMs'> = {},
): Promise<MachineProcess> {
  const pidName = `${Date.now()}-${Math.random().toString(36).slice(2)}`
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawnChild(
    'docker',
    [...execArguments(machine, options, `/opt/pids/${pidName}`), ...args],
    { env: { ...process.env, ...machine.engineVariables }, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  child.stdin.on('error', () => undefined) // the process may end before it has read
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 128)))
  const pid = await vi.waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended at once: ${printed.stderr}`)
      return Number(/^(\d+)\n/.exec(readFileSync(join(machine.pidDir, pidName), 'utf8'))?.[1] ?? fail())
    },
    { timeout: 20_000, interval: 5 },
  )
  const hostPid = await findHostPid(machine, pid)
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    printed: () => ({ ...printed }),
    pid,
    kill: (signal) => {
      if (hostPid !== null) process.kill(hostPid, signal)
    },
    ended,
  }
}

function fail(): never {
  throw new Error('The pid is not written yet.')
}

function execArguments(
  { container, env }: MachineShell,
  options: Pick<MachineCommandOptions, 'user' | 'env' | 'cwd'>,
  pidFile: string,
): string[] {
  const variables = Object.entries({ ...env, ...options.env }).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ])
  const place = ['--user', options.user ?? 'root', ...(options.cwd ? ['--workdir', options.cwd] : [])]
  return ['exec', '--interactive', ...place, ...variables, container, 'sh', '-c', underShell, pidFile]
}

/** The same process as the host counts it; null when it has ended. */
async function findHostPid(
  { container, engineVariables }: MachineShell,
  pid: number,
): Promise<number | null> {
  const format = ['inspect', '--format', '{{.State.Pid}}', container]
  const { stdout: init } = await execa('docker', format, { env: engineVariables })
  const namespace = await readlink(`/proc/${init}/ns/pid`)
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
    if (Number(/^NSpid:.*\t(\d+)$/m.exec(status)?.[1]) !== pid) continue
    if ((await readlink(`/proc/${name}/ns/pid`).catch(() => '')) === namespace) return Number(name)
  }
  return null
}
