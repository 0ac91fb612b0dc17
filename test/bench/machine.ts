import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg, release, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '../../scripts/engine/run-command.ts'

/** Where and with what the numbers were measured. */
export interface Machine {
  readonly date: string
  readonly cpuModel: string
  readonly cores: number
  readonly memoryGiB: number
  readonly kernel: string
  readonly engine: string
  readonly compose: string
  readonly node: string
  /** One-minute load average before the first scenario. */
  readonly loadBefore: number
}

export async function describeMachine(env: Readonly<Record<string, string>>): Promise<Machine> {
  const cpuinfo = await readFile('/proc/cpuinfo', 'utf8')
  const ask = async (args: readonly string[]) => (await runCommand('docker', args, { env })).trim()
  return {
    date: new Date().toISOString(),
    cpuModel: /^model name\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    engine: await ask(['version', '--format', '{{.Server.Version}}']),
    compose: await ask(['compose', 'version', '--short']),
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  }
}

export function formatMachine(machine: Machine): string {
  const { cpuModel, cores, memoryGiB, kernel, engine, compose, node, date } = machine
  return (
    `${cores} × ${cpuModel}, ${memoryGiB} GiB, Linux ${kernel}; ` +
    `Docker Engine ${engine}, Compose ${compose}, Node ${node}; ${date.slice(0, 10)}`
  )
}

/**
 * Waits until the machine has at least half of its processor time idle, for a few seconds at most.
 * Gives the share that others keep busy, from 0 to 1, so that a measurement taken anyway can be told from a quiet one.
 */
export async function waitUntilQuiet(patienceMs = 5000): Promise<number> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const before = await readProcessorTicks()
    await sleep(300)
    const after = await readProcessorTicks()
    const busy = (after.busy - before.busy) / Math.max(1, after.all - before.all)
    if (busy < 0.5 || performance.now() > deadline) return busy
  }
}

async function readProcessorTicks(): Promise<{ readonly busy: number; readonly all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n')
  const ticks = line.split(/\s+/).slice(1, 9).map(Number)
  const all = ticks.reduce((sum, each) => sum + each, 0)
  // Fields four and five: idle, and idle while waiting for a disk.
  return { all, busy: all - (ticks[3] ?? 0) - (ticks[4] ?? 0) }
}
