import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openProcessorMeter, type ProcessorMeter } from '../cpu.ts'
import type { Row } from '../figures.ts'
import { type HiddenCore, readMemory, startHidden } from '../hidden/start-hidden.ts'
import type { BenchLab, Scenario } from '../open-bench.ts'
import { findContainers, openManyServices } from '../page/many-services.ts'

const count = 50
/** Longer than V8 takes to compile what is used again and again. */
const settleMs = 60_000
const watchedMs = 60_000
const nobodyMs = 15_000
const statsMs = 15_000
const changes = 5
/** What was changed before is drawn by then. */
const calmMs = 1500

/** What a desktop costs that nobody looks at: tray, alerts, record and history of fifty containers; beside `docker stats`. */
export const hidden: Scenario = {
  name: 'hidden',
  async run(bench) {
    const lab = await openManyServices(bench, count)
    const meter = await openProcessorMeter(bench.engine)
    try {
      const nobody = await measure(meter, null, nobodyMs)
      await using core = await startHidden(lab.variables)
      await sleep(settleMs)
      const ours = await measure(meter, core.pid, watchedMs)
      const memory = await readMemory(core.pid)
      const drawnMs = await changeServices(lab, core)
      await core[Symbol.asyncDispose]()
      const theirs = await costOfStats(lab, meter)
      return describe({ nobody, ours, theirs, memory, drawnMs })
    } finally {
      await meter.dispose()
      await bench.clean()
    }
  },
}

/** Shares of one core. */
interface Costs {
  readonly own: number
  readonly engine: number
}

interface Measured {
  readonly nobody: Costs
  readonly ours: Costs
  readonly theirs: Costs
  readonly memory: Awaited<ReturnType<typeof readMemory>>
  readonly drawnMs: readonly number[]
}

function describe({ nobody, ours, theirs, memory, drawnMs }: Measured): readonly Row[] {
  const share = (value: number) => ({ kind: 'share', samples: [value] }) as const
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`
  const megabytes = (bytes: number) => Math.round(bytes / 1e6)
  const more = ({ engine }: Costs) => Math.max(0, engine - nobody.engine)
  const base = { theirs: null, coldMs: null }
  return [
    {
      ...base,
      name: 'hidden: core',
      ours: share(ours.own),
      theirs: share(theirs.own + more(theirs)),
      limit: { kind: 'share', max: 0.005 },
      notes: [
        `of one core, with all that it starts, over ${watchedMs / 1000} s with ${count} containers: ${percent(ours.own)}; theirs is \`docker stats\`, with what the daemon needs more for it`,
        `the daemon alone: ${percent(nobody.engine)} with nobody, ${percent(ours.engine)} with ours, ${percent(theirs.engine)} with theirs`,
      ],
    },
    {
      ...base,
      name: 'hidden: memory, in MB',
      ours: { kind: 'count', samples: [megabytes(memory.residentBytes)] },
      limit: { kind: 'count', max: 120 },
      notes: [`resident; ${megabytes(memory.ownBytes)} MB of it are no part of a file that others may share`],
    },
    {
      ...base,
      name: 'hidden: change to menu of the tray',
      ours: { kind: 'milliseconds', samples: drawnMs },
      limit: { kind: 'milliseconds', max: 150 },
      notes: [
        `from the engine's event to the menu, ${drawnMs.length} changes, each after ${calmMs / 1000} s without one; longest ${Math.max(...drawnMs).toFixed(0)} ms`,
      ],
    },
  ]
}

async function measure(meter: ProcessorMeter, pid: number | null, lengthMs: number): Promise<Costs> {
  const read = async () => ({
    own: pid === null ? 0 : await familyTimeMs(pid),
    engine: (await meter.read()).engineMs,
    atMs: performance.now(),
  })
  const before = await read()
  await sleep(lengthMs)
  const after = await read()
  const passedMs = after.atMs - before.atMs
  return { own: (after.own - before.own) / passedMs, engine: (after.engine - before.engine) / passedMs }
}

/** Milliseconds of a process and of those it has started that have ended. Source: proc(5), fields 14 to 17, in ticks of 10 ms. */
async function familyTimeMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0)
}

/** How long after the engine's event each change of one service was in the menu, in milliseconds. */
async function changeServices(lab: BenchLab, core: HiddenCore): Promise<readonly number[]> {
  const ids = [...(await findContainers(lab)).values()].slice(0, changes)
  const drawnMs: number[] = []
  for (const id of ids) {
    await sleep(calmMs)
    const sinceSeconds = Date.now() / 1000
    await lab.docker(['kill', id])
    await sleep(calmMs)
    const { stdout } = await lab.docker([
      ...['events', '--since', sinceSeconds.toFixed(3), '--until', (Date.now() / 1000).toFixed(3)],
      ...['--filter', `container=${id}`, '--filter', 'event=die', '--format', '{{.TimeNano}}'],
    ])
    const diedAtMs = Number(stdout.trim()) / 1e6
    const menuAtMs = core.menusAtMs.find((atMs) => atMs >= Math.floor(diedAtMs))
    if (!(diedAtMs > 0) || menuAtMs === undefined)
      throw new Error('A service has died, and the tray shows no other menu.')
    drawnMs.push(Math.max(0, menuAtMs - diedAtMs))
  }
  return drawnMs
}

async function costOfStats(lab: BenchLab, meter: ProcessorMeter): Promise<Costs> {
  const env = { ...process.env, ...lab.variables }
  const child = spawn('docker', ['stats', '--format', 'json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  // What it prints has to be taken away, like by a terminal.
  child.stdout.resume()
  try {
    await sleep(5000)
    return await measure(meter, child.pid ?? 0, statsMs)
  } finally {
    child.kill()
    await ended
  }
}
