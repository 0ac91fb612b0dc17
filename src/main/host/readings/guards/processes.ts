import { listNames } from '../list-names.ts'
import { readText } from '../kept-file.ts'
import type { GuardName } from '../../../../shared/host.ts'

export interface GuardProcess {
  readonly pid: number
  readonly guard: GuardName
  readonly args: readonly string[]
  /** Stopped by a signal: it is there, and does nothing. */
  readonly isStopped: boolean
}

/** Guards that run on this machine, whoever started them. Those inside containers guard nothing of ours. */
export function findGuardProcesses(procDir: string): readonly GuardProcess[] {
  return listNames(procDir).flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const command = readText(`${procDir}/${name}/comm`)?.trim() ?? ''
    if (!commands.has(command) && !command.startsWith('python')) return []
    const args = (readText(`${procDir}/${name}/cmdline`) ?? '').split('\0').filter((arg) => arg !== '')
    const guard = guardOf(command, args)
    const status = guard === null ? null : readText(`${procDir}/${name}/status`)
    if (guard === null || status === null || isInContainer(status)) return []
    return [{ pid: Number(name), guard, args, isStopped: isStopped(status) }]
  })
}

/** Whether the process stands still; null when there is none. */
export function isProcessStopped(procDir: string, pid: number): boolean | null {
  const status = readText(`${procDir}/${pid}/status`)
  return status === null ? null : isStopped(status)
}

export function readArgs(procDir: string, pid: number): readonly string[] {
  return (readText(`${procDir}/${pid}/cmdline`) ?? '').split('\0').filter((arg) => arg !== '')
}

const commands: ReadonlySet<string> = new Set(['earlyoom', 'systemd-oomd', 'nohang'])

function guardOf(command: string, args: readonly string[]): GuardName | null {
  if (command === 'earlyoom' || command === 'systemd-oomd') return command
  // A Python script: its first argument is Python, or the script itself.
  const isNohang = args.slice(0, 3).some((arg) => /(^|\/)nohang$/.test(arg))
  if (!isNohang) return null
  return args.some((arg) => arg.endsWith('nohang-desktop.conf')) ? 'nohang-desktop' : 'nohang'
}

/** More than one number: one of this machine and one of a container. Source: proc_pid_status(5). */
function isInContainer(status: string): boolean {
  return /^NSpid:\s+\d+\s+\d+/m.test(status)
}

function isStopped(status: string): boolean {
  return /^State:\s+[Tt]/m.test(status)
}
