import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process, told apart from a later one that has the same pid. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks from the machine's boot to the start of the process. */
  readonly startTicks: number
}

/** The identity of a running process, or `undefined` when it has ended (a zombie has). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // The name, in parentheses, may hold anything; the state is the first field after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  return { pid, startTicks: Number(fields[19]) }
}

export async function isAlive(process: ProcessIdentity): Promise<boolean> {
  return (await identify(process.pid))?.startTicks === process.startTicks
}

/** Sends a signal to a process, if it is still the same. */
export async function sendSignal(target: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  if (!(await isAlive(target))) return
  try {
    process.kill(target.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Ends a process: SIGTERM, and SIGKILL after `graceMs`. Returns when it is gone. */
export async function endProcess(target: ProcessIdentity, graceMs: number): Promise<void> {
  await sendSignal(target, 'SIGTERM')
  if (await waitUntilGone(target, graceMs)) return
  await sendSignal(target, 'SIGKILL')
  if (!(await waitUntilGone(target, 10_000)))
    throw new Error(`The process ${target.pid} does not end, not even by SIGKILL.`)
}

/** Whether a process has ended within `timeoutMs`. */
export async function waitUntilGone(target: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (await isAlive(target)) {
    if (Date.now() > deadline) return false
    await sleep(10)
  }
  return true
}

/** The engine's processes (daemons and shims, not containers) that were started with a path under `folder`. */
export async function findEngineProcesses(folder: string): Promise<ProcessIdentity[]> {
  const programs = ['dockerd', 'containerd', 'containerd-shim-runc-v2']
  const found: ProcessIdentity[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const text = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    const [program = '', ...args] = text.split('\0')
    if (!programs.includes(basename(program)) || !args.some((arg) => arg.startsWith(`${folder}/`))) continue
    const identity = await identify(Number(name))
    if (identity !== undefined) found.push(identity)
  }
  return found
}
