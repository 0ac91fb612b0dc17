import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from '../../../scripts/engine/run-command.ts'
import { createEngine } from '../../../src/main/engine/create-engine.ts'
import { createContainerSampler } from '../../../src/main/metrics/sampler/create-sampler.ts'
import type { ContainerSampler } from '../../../src/main/metrics/sampler/model.ts'
import { createEngineFeed } from '../../../src/main/watch/engine-feed.ts'
import { openProcessorMeter, type ProcessorMeter } from '../cpu.ts'
import type { Row } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'

const counts = [30, 150] as const
const warmUpSeconds = 10
const statsSeconds = 20
const startsAtOnce = 4

/** What it costs to see every second what idle containers use, beside `docker stats`. */
export const watchContainers: Scenario = {
  name: 'watch-containers',
  async run(bench) {
    const meter = await openProcessorMeter(bench.engine)
    try {
      const rows: Row[] = []
      for (const [index, count] of counts.entries()) {
        await startIdle(bench, counts[index - 1] ?? 0, count)
        rows.push(...(await compare(bench, meter, count)))
      }
      return rows
    } finally {
      await meter.dispose()
    }
  },
}

async function startIdle({ engine, report }: Bench, from: number, to: number): Promise<void> {
  report(`  starting ${to - from} containers`)
  const names = Array.from({ length: to - from }, (_, index) => `idle-${from + index}`)
  const options = { env: engine.env, timeoutMs: 60_000 }
  const start = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop())
      await runCommand('docker', ['run', '--detach', '--name', name, 'switchyard/fixture:1'], options)
  }
  await Promise.all(Array.from({ length: startsAtOnce }, start))
}

interface Costs {
  /** Milliseconds of processor time per container and second. */
  readonly ownMs: number
  readonly engineMs: number
}

/** There and back: what changes by itself meanwhile, counts for both. */
const turns = ['nobody', 'ours', 'ours', 'nobody'] as const

async function compare(bench: Bench, meter: ProcessorMeter, count: number): Promise<readonly Row[]> {
  const seconds = bench.watchSeconds / 2
  const costs = { nobody: noCosts, ours: noCosts }
  const lateMs: number[] = []
  let missed = 0
  for (const turn of turns) {
    const now =
      turn === 'nobody'
        ? await measure(meter, count, noOwnMs, () => sleep(seconds * 1000))
        : await withSampler(bench, async (sampler) => {
            await beat(sampler, warmUpSeconds, count)
            return measure(meter, count, ownProcessMs, async () => {
              const watched = await beat(sampler, seconds, count)
              lateMs.push(...watched.lateMs)
              missed += watched.missed
            })
          })
    const before = costs[turn]
    costs[turn] = { ownMs: before.ownMs + now.ownMs / 2, engineMs: before.engineMs + now.engineMs / 2 }
  }
  const theirs = await costOfStats(bench, meter, count)
  return describe(count, bench.watchSeconds, { ...costs, theirs, watched: { lateMs, missed } })
}

const noCosts: Costs = { ownMs: 0, engineMs: 0 }

interface Measured {
  readonly nobody: Costs
  readonly ours: Costs
  readonly theirs: Costs
  readonly watched: Watched
}

function describe(count: number, seconds: number, measured: Measured): readonly Row[] {
  const { nobody, ours, theirs, watched } = measured
  // What the daemon needs by itself is nobody's cost; less than that is luck, and not counted.
  const costOf = ({ ownMs, engineMs }: Costs) => ownMs + Math.max(0, engineMs - nobody.engineMs)
  const figure = (value: number) => ({ kind: 'milliseconds', samples: [value] }) as const
  const parts = ({ ownMs, engineMs }: Costs) =>
    `${ownMs.toFixed(3)} ms of its own, ${engineMs.toFixed(3)} ms of the daemon's`
  const name = `watch ${count} containers`
  const base = { theirs: null, coldMs: null, notes: [] }
  const sorted = watched.lateMs.toSorted((one, other) => one - other)
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? NaN
  return [
    {
      ...base,
      name,
      ours: figure(costOf(ours)),
      theirs: figure(costOf(theirs)),
      limit: { kind: 'ratio', max: 1 / 20 },
      notes: [
        'processor time per container and second, with what the daemon needs more than when nobody looks; theirs is `docker stats`',
        `ours: ${parts(ours)}; theirs: ${parts(theirs)}; nobody: ${nobody.engineMs.toFixed(3)} ms of the daemon's`,
      ],
    },
    { ...base, name: `${name}, ours`, ours: figure(costOf(ours)), limit: { kind: 'milliseconds', max: 0.2 } },
    {
      ...base,
      name: `${name}, daemon`,
      ours: figure(ours.engineMs),
      theirs: figure(nobody.engineMs),
      limit: { kind: 'ratio', max: 1.05 },
      notes: [`all of the daemon's time while we look, against nobody looking, ${seconds} s each, in turns`],
    },
    {
      ...base,
      name: `${name}, jitter`,
      ours: figure(p99),
      limit: { kind: 'milliseconds', max: 50 },
      notes: [`p99 of how late a sample was complete, of ${seconds} s`],
    },
    {
      ...base,
      name: `${name}, missed`,
      ours: { kind: 'count', samples: [watched.missed] },
      limit: { kind: 'count', max: 0 },
      notes: [`seconds of ${seconds} without all ${count} containers`],
    },
  ]
}

async function withSampler<Value>(
  { engine: { env } }: Bench,
  work: (sampler: ContainerSampler) => Promise<Value>,
): Promise<Value> {
  const engine = createEngine(env)
  const feed = createEngineFeed(engine)
  const sampler = createContainerSampler({ engine, feed })
  try {
    return await work(sampler)
  } finally {
    await sampler.dispose()
    feed.close()
  }
}

interface Watched {
  /** How late each sample was complete. */
  readonly lateMs: readonly number[]
  /** Seconds that lacked containers. */
  readonly missed: number
}

/** A sample a second. */
async function beat(sampler: ContainerSampler, seconds: number, count: number): Promise<Watched> {
  const lateMs: number[] = []
  let missed = 0
  const beganAtMs = performance.now()
  for (let second = 1; second <= seconds; second += 1) {
    const dueAtMs = beganAtMs + second * 1000
    await sleep(Math.max(0, dueAtMs - performance.now()))
    const readings = await sampler.sample()
    lateMs.push(performance.now() - dueAtMs)
    if (readings.length < count || performance.now() >= dueAtMs + 1000) missed += 1
  }
  return { lateMs, missed }
}

async function measure(
  meter: ProcessorMeter,
  count: number,
  own: () => Promise<number>,
  work: () => Promise<unknown>,
): Promise<Costs> {
  const before = { ownMs: await own(), engineMs: (await meter.read()).engineMs, atMs: performance.now() }
  await work()
  const share = count * ((performance.now() - before.atMs) / 1000)
  return {
    ownMs: ((await own()) - before.ownMs) / share,
    engineMs: ((await meter.read()).engineMs - before.engineMs) / share,
  }
}

async function costOfStats({ engine: { env } }: Bench, meter: ProcessorMeter, count: number): Promise<Costs> {
  const child = spawn('docker', ['stats', '--format', 'json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  // What it prints has to be taken away, like by a terminal.
  child.stdout.resume()
  try {
    await sleep(5000)
    const own = () => processMs(child.pid ?? 0)
    return await measure(meter, count, own, () => sleep(statsSeconds * 1000))
  } finally {
    child.kill()
    await ended
  }
}

function noOwnMs(): Promise<number> {
  return Promise.resolve(0)
}

function ownProcessMs(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return Promise.resolve((user + system) / 1000)
}

/** The kernel counts /proc/PID/stat in hundredths of a second. */
const tickMs = 10

async function processMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}
