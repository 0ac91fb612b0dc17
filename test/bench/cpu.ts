import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { removeCgroups } from '../../scripts/engine/engine-cgroups.ts'
import { engineRunDir } from '../../scripts/engine/engine-folders.ts'
import { findEngineProcesses } from '../../scripts/engine/engine-processes.ts'
import type { PrivateEngine } from '../../scripts/engine/private-engine.ts'

/** Processor time that was used so far, in milliseconds, by part. Only differences mean something. */
export interface ProcessorTime {
  /** dockerd, containerd, the shims and their runc calls. */
  readonly engineMs: number
  /** Everything inside of containers, health commands included. */
  readonly containersMs: number
  /** The programs that this process has run and that have ended, with all that they ran. */
  readonly programsMs: number
}

export interface ProcessorMeter {
  readonly read: () => Promise<ProcessorTime>
  readonly dispose: () => Promise<void>
}

/**
 * Meters an engine. Its daemons are moved into a control group of their own for that time: a shim is the parent of what is
 * executed in its container, so that adding up /proc would count the same time twice.
 */
export async function openProcessorMeter({ instance }: PrivateEngine): Promise<ProcessorMeter> {
  const containers = `switchyard-${instance}`
  const daemons = `${containers}-daemons`
  const root = await findGroupRoot()
  const enter = async (group: string, pids: readonly number[]) => {
    for (const pid of pids)
      await writeFile(join(root, group, 'cgroup.procs'), String(pid)).catch(() => undefined)
  }
  const findDaemons = async () =>
    (await findEngineProcesses(join(engineRunDir(), instance))).map(({ pid }) => pid)
  const first = await findDaemons()
  const home = await readGroupOf(first[0] ?? process.pid)
  await mkdir(join(root, daemons), { recursive: true })
  await enter(daemons, first)
  return {
    async read() {
      return {
        engineMs: await readGroupMs(join(root, daemons)),
        containersMs: await readGroupMs(join(root, containers)),
        programsMs: await readChildrenMs(),
      }
    },
    async dispose() {
      await enter(home, await findDaemons())
      await rmdir(join(root, daemons)).catch(() => removeCgroups(daemons))
    },
  }
}

export function timeBetween(before: ProcessorTime, after: ProcessorTime): number {
  const total = (time: ProcessorTime) => time.engineMs + time.containersMs + time.programsMs
  return total(after) - total(before)
}

/** Version 2 has one tree, version 1 one for each controller. */
async function findGroupRoot(): Promise<string> {
  const isModern = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').then(
    () => true,
    () => false,
  )
  return isModern ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpuacct'
}

/** Of the same tree, as a path below its root. */
async function readGroupOf(pid: number): Promise<string> {
  const lines = (await readFile(`/proc/${pid}/cgroup`, 'utf8')).split('\n').map((line) => line.split(':'))
  const own = lines.find(
    ([, controllers]) => controllers?.split(',').includes('cpuacct') || controllers === '',
  )
  return own?.slice(2).join(':') ?? '/'
}

/** With all groups below it. */
async function readGroupMs(folder: string): Promise<number> {
  const modern = await readFile(join(folder, 'cpu.stat'), 'utf8').catch(() => '')
  const usedMicroseconds = /^usage_usec (\d+)$/m.exec(modern)?.[1]
  if (usedMicroseconds !== undefined) return Number(usedMicroseconds) / 1000
  return Number(await readFile(join(folder, 'cpuacct.usage'), 'utf8').catch(() => '0')) / 1_000_000
}

/** The kernel counts /proc/PID/stat in hundredths of a second. */
const tickMs = 10

async function readChildrenMs(): Promise<number> {
  const text = await readFile('/proc/self/stat', 'utf8')
  // The name, in parentheses, may hold anything; cutime and cstime are fields 16 and 17 of the whole.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return ((fields[13] ?? 0) + (fields[14] ?? 0)) * tickMs
}
