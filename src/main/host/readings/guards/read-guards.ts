import type { Guard, GuardName } from '../../../../shared/host.ts'
import { readJournal } from './journal.ts'
import { findKills } from './kills.ts'
import { guardNames, type Kill, mostKills } from './model.ts'
import { readProcessLog } from './process-log.ts'
import { findGuardProcesses, isProcessStopped, readArgs } from './processes.ts'
import { describeThreshold } from './thresholds.ts'
import { readGuardUnits } from './units.ts'

export interface GuardReader {
  /** The guards that there are on this machine. Never fails; what cannot be read is left out. */
  read(): Promise<readonly Guard[]>
}

interface FoundGuard {
  readonly name: GuardName
  readonly state: Guard['state']
  readonly pid: number | null
  readonly args: readonly string[] | null
  readonly hasUnit: boolean
}

export interface GuardReaderOptions {
  readonly procDir?: string
  readonly etcDir?: string
  readonly clock?: () => number
}

/** The journal is not asked more often. */
const killsEveryMs = 30_000

export function createGuardReader({
  procDir = '/proc',
  etcDir = '/etc',
  clock = () => performance.now(),
}: GuardReaderOptions = {}): GuardReader {
  let known: { readonly kills: ReadonlyMap<GuardName, readonly Kill[]>; readonly atMs: number } | null = null

  async function killsOf(found: readonly FoundGuard[]): Promise<ReadonlyMap<GuardName, readonly Kill[]>> {
    if (known && clock() - known.atMs < killsEveryMs) return known.kills
    const journal = await readJournal(found.filter(({ hasUnit }) => hasUnit).map(({ name }) => name))
    const kills = new Map(
      found.map(({ name, hasUnit, pid }) => {
        const lines = hasUnit || pid === null ? (journal.get(name) ?? []) : readProcessLog(procDir, pid)
        return [name, findKills(name, lines).slice(0, mostKills)]
      }),
    )
    known = { kills, atMs: clock() }
    return kills
  }

  return {
    async read() {
      const found = await findGuards(procDir)
      const kills = await killsOf(found)
      return found.map(({ name, state, args }) => ({
        name,
        state,
        threshold: describeThreshold(name, args, etcDir),
        kills: [...(kills.get(name) ?? [])],
      }))
    },
  }
}

/** As a unit of systemd, or as a plain process. */
async function findGuards(procDir: string): Promise<readonly FoundGuard[]> {
  const units = await readGuardUnits()
  const missing = guardNames.filter((name) => !units.get(name)?.isActive)
  const processes = missing.length === 0 ? [] : findGuardProcesses(procDir)
  return guardNames.flatMap((name): FoundGuard[] => {
    const unit = units.get(name)
    if (unit?.isActive) {
      const isStopped = unit.pid !== null && isProcessStopped(procDir, unit.pid) === true
      const args = unit.pid === null ? null : readArgs(procDir, unit.pid).slice(1)
      return [{ name, state: isStopped ? 'paused' : 'active', pid: unit.pid, args, hasUnit: true }]
    }
    const process = processes.find(({ guard }) => guard === name)
    if (process) {
      const { pid, args, isStopped } = process
      return [{ name, state: isStopped ? 'paused' : 'active', pid, args: args.slice(1), hasUnit: false }]
    }
    return unit ? [{ name, state: 'stopped', pid: null, args: null, hasUnit: true }] : []
  })
}
