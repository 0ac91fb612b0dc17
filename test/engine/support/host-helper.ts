import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, vi } from 'vitest'
import { readSwaps, startHostMachine, type HostMachine } from './host-machine.ts'
import type { MachineCommandOptions, MachineProcess, Said } from './machine-commands.ts'

/** Where the helper is in a machine, and the programs of `support/host`. */
export const helperPath = '/usr/lib/switchyard/host/switchyard-host'
export const programsDir = '/opt/host-tests'

export interface HoldOptions {
  readonly id?: string
  readonly swapMib?: number
  readonly place?: string
  readonly guards?: 'pause' | 'leave'
  readonly cache?: 'flush' | 'leave'
  readonly limitS?: number
  readonly label?: string
}

export interface Journal {
  readonly version: number
  readonly leases: Readonly<
    Record<
      string,
      {
        readonly kind: string
        readonly phase: string
        readonly holder: { readonly pid: number } | null
        readonly pending: { readonly reason: string; readonly attempts: number } | null
      }
    >
  >
  readonly swaps: Readonly<Record<string, { readonly bytes: number; readonly leases: readonly string[] }>>
  readonly guards: Readonly<Record<string, { readonly leases: readonly string[] }>>
}

/** Before the first change there is none. */
const noJournal: Journal = { version: 1, leases: {}, swaps: {}, guards: {} }

export type HelperEvent = Readonly<Record<string, unknown>>

/** A running `hold`. */
export interface Holding {
  readonly process: MachineProcess
  events(): readonly HelperEvent[]
  /** Resolves with the first such event. */
  until(event: string): Promise<HelperEvent>
}

/** A machine with the helper of the checkout in it, as root would have installed it. */
export interface HelperMachine extends HostMachine {
  helper(args: readonly string[], options?: MachineCommandOptions): Promise<Said>
  /** `command`: default the helper as it is installed. */
  hold(options?: HoldOptions, command?: readonly string[]): Promise<Holding>
  journal(): Promise<Journal>
  /** Lines of the audit log as `action: result`, of everything or of one lease. */
  audited(lease?: string): Promise<readonly string[]>
  /** Whether earlyoom guards. */
  guard(): Promise<'active' | 'paused'>
  /** Names of swap files in the default place. */
  swapFiles(): Promise<readonly string[]>
  /** What a shell as root prints; a script that fails or complains fails the test. */
  shell(script: string): Promise<string>
  /** Nothing of any lease may be left. After a failure (`hasFailed`) the next test shall not fail, too. */
  expectAsBefore(hasFailed: boolean): Promise<void>
  /** Writes the helper's configuration; the version is filled in. */
  configure(configuration: Readonly<Record<string, unknown>>): Promise<void>
}

/** Boots a machine and puts the helper into it. Without systemd earlyoom is started, too. */
export async function startHelperMachine(init: 'systemd' | 'none' = 'systemd'): Promise<HelperMachine> {
  const swapsBefore = await readSwaps()
  const machine = await startHostMachine({
    engineVariables: inject('engineVariables'),
    init,
    mounts: [{ from: join(import.meta.dirname, 'host'), to: programsDir, isReadOnly: true }],
  })
  const shell = async (script: string): Promise<string> => {
    const { code, stdout, stderr } = await machine.exec(['sh', '-c', script])
    if (code !== 0 || stderr !== '') throw new Error(`${script}: ${stderr}`)
    return stdout.trim()
  }
  try {
    await shell(
      'mkdir -p /usr/lib/switchyard /etc/switchyard && cp -r /opt/switchyard/resources/host /usr/lib/switchyard/ && ' +
        'chown -R 0:0 /usr/lib/switchyard && chmod -R u=rwX,go=rX /usr/lib/switchyard && chmod 755 ' +
        helperPath,
    )
    // Detached from the command that starts it, as a service would be.
    if (init === 'none') await shell('earlyoom >/dev/null 2>&1 </dev/null & sleep 0.1; pidof earlyoom')
  } catch (error) {
    await machine.stop()
    throw error
  }
  const stateDir = join(machine.varLibDir, 'switchyard/host')
  const helperMachine: HelperMachine = {
    ...machine,
    shell,
    helper: (args, options) => machine.exec([helperPath, ...args], options),
    hold: async (options, command = [helperPath]) =>
      holding(await machine.spawn([...command, ...holdArguments(options)])),
    async journal() {
      const text = await readFile(join(stateDir, 'journal.json'), 'utf8').catch(() => null)
      return text === null ? noJournal : (JSON.parse(text) as Journal)
    },
    async audited(lease) {
      const text = await shell('cat /var/log/switchyard/host.log')
      const entries = text.split('\n').map((line) => JSON.parse(line) as Record<string, string>)
      return entries
        .filter((entry) => lease === undefined || entry['lease'] === lease)
        .map((entry) => `${entry['action']}: ${entry['result']}`)
    },
    async guard() {
      if (init === 'none')
        return /^State:\s+T/m.test(await shell('cat /proc/$(pidof earlyoom)/status')) ? 'paused' : 'active'
      return (await machine.exec(['systemctl', 'is-active', 'earlyoom'])).code === 0 ? 'active' : 'paused'
    },
    async swapFiles() {
      const names = await readdir(join(machine.varLibDir, 'switchyard/swap')).catch(() => [])
      return names.sort()
    },
    async configure(configuration) {
      const text = JSON.stringify({ version: 1, ...configuration })
      await machine.exec(['sh', '-c', 'cat >/etc/switchyard/host.json'], { input: text })
    },
    async expectAsBefore(hasFailed) {
      if (hasFailed) await helperMachine.helper(['restore', '--all'])
      await vi.waitFor(
        async () => {
          const { leases, swaps, guards } = await helperMachine.journal()
          expect([leases, swaps, guards]).toEqual([{}, {}, {}])
        },
        { timeout: 20_000, interval: 20 },
      )
      expect(await helperMachine.guard()).toBe('active')
      expect(await readSwaps()).toEqual(swapsBefore)
      expect(await helperMachine.swapFiles()).toEqual([])
    },
  }
  return helperMachine
}

/** Replaces the journal by any text. */
export async function writeJournal(machine: HelperMachine, text: string): Promise<void> {
  await writeFile(join(machine.varLibDir, 'switchyard/host/journal.json'), text)
}

/** The arguments of a `hold`; by default small, and without dropping the cache that all tests share. */
export function holdArguments({
  id = 'run-1',
  swapMib = 64,
  place = 'default',
  guards = 'pause',
  cache = 'leave',
  limitS = 600,
  label = 'ai/sglang',
}: HoldOptions = {}): readonly string[] {
  return [
    'hold',
    ...['--id', id, '--swap-mib', String(swapMib), '--place', place, '--guards', guards, '--cache', cache],
    ...['--limit-s', String(limitS), '--door', 'cli', '--run', 'R-1', '--label', label],
  ]
}

function holding(process: MachineProcess): Holding {
  const events = () =>
    process
      .printed()
      .stdout.split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as HelperEvent)
  return {
    process,
    events,
    until: (name) =>
      vi.waitFor(
        () => {
          const found = events().find(({ event }) => event === name)
          if (!found) throw new Error(`No ${name}: ${JSON.stringify(process.printed())}`)
          return found
        },
        { timeout: 30_000, interval: 10 },
      ),
  }
}
