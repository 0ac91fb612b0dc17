import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatServiceRef } from '../../../src/shared/format.ts'
import type { Plan } from '../../../src/shared/plan.ts'
import { type ProcessorMeter, type ProcessorTime, openProcessorMeter, timeBetween } from '../cpu.ts'
import { type Row, median } from '../figures.ts'
import { waitUntilQuiet } from '../machine.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'
import { formatSeconds } from '../table.ts'
import { planOf, readTrueReadiness, readinessTimes } from '../true-readiness.ts'
import { countAfterReady } from './after-ready.ts'
import { homelabArguments } from './homelab.ts'

/** What it costs to ask containers early whether they are ready, and that nobody is asked once they are. */
export const probing: Scenario = {
  name: 'probing',
  run: async (bench) => [await measureStart(bench), await countAfterReady(bench)],
}

/**
 * Two starts of the same lab in turn: one asks, the other is told beforehand how long each service takes (as `grace` in a
 * switchyard.yaml) and asks nobody. Order and pace are the same, so what the first uses more is the price of asking.
 */
async function measureStart(bench: Bench): Promise<Row> {
  const lab = await bench.openLab('ai-homelab')
  const first = await lab.run(homelabArguments)
  const times = readinessTimes(planOf(first), await readTrueReadiness(bench.engine.dockerHost))
  const told = describeTimes(planOf(first), times)
  await bench.clean()
  const meter = await openProcessorMeter(bench.engine)
  const samples = { asking: [] as Start[], told: [] as Start[] }
  try {
    for (let round = 0; round < bench.runs; round += 1) {
      if (round > 0 && performance.now() + longestRoundMs > bench.deadlineMs - keptForHomelabMs) break
      samples.asking.push(await measureOne(bench, lab, meter))
      await writeFile(join(lab.dir, 'switchyard.yaml'), told)
      samples.told.push(await measureOne(bench, lab, meter))
      await rm(join(lab.dir, 'switchyard.yaml'))
    }
  } finally {
    await meter.dispose()
  }
  const shares = samples.asking.map((start, round) => {
    const other = samples.told[round]
    return (start.processorMs - (other?.processorMs ?? 0)) / start.elapsedMs
  })
  return {
    name: 'probing',
    ours: { kind: 'share', samples: shares },
    theirs: null,
    limit: { kind: 'share', max: 0.1 },
    coldMs: null,
    notes: [
      'share of one core during the start of homelab: processor time of engine, containers and our processes, less that of the same start ' +
        'where nobody is asked because a switchyard.yaml gives each service its true time',
      `a start used ${describeStarts(samples.asking)}, without asking ${describeStarts(samples.told)}`,
    ],
  }
}

const longestRoundMs = 60_000
/** The scenario after this one takes the longest. */
const keptForHomelabMs = 180_000

interface Start {
  readonly processorMs: number
  readonly elapsedMs: number
  readonly before: ProcessorTime
  readonly after: ProcessorTime
}

function describeStarts(starts: readonly Start[]): string {
  const middle = (of: (start: Start) => number) => formatSeconds(median(starts.map(of)))
  return (
    `${middle(({ processorMs }) => processorMs)} of processor time in ${middle(({ elapsedMs }) => elapsedMs)} ` +
    `(engine ${middle(({ before, after }) => after.engineMs - before.engineMs)}, ` +
    `containers ${middle(({ before, after }) => after.containersMs - before.containersMs)}, ` +
    `our programs ${middle(({ before, after }) => after.programsMs - before.programsMs)})`
  )
}

async function measureOne(bench: Bench, lab: BenchLab, meter: ProcessorMeter): Promise<Start> {
  await waitUntilQuiet()
  const before = await meter.read()
  const { elapsedMs } = await lab.run(homelabArguments)
  const after = await meter.read()
  await bench.clean()
  return { processorMs: timeBetween(before, after), elapsedMs, before, after }
}

/** A switchyard.yaml that replaces each health check by the time that the service needs. JSON is YAML. */
function describeTimes({ steps }: Plan, times: ReadonlyMap<string, number>): string {
  const asked = steps.filter((step) => step.kind === 'start').filter(({ check }) => check.kind === 'health')
  const stacks = Map.groupBy(asked, ({ service }) => service.stack)
  const entries = [...stacks].map(([stack, members]) => {
    const readiness = members.map(({ service }) => {
      const graceMs = Math.ceil(times.get(formatServiceRef(service)) ?? 0)
      return [service.service, { running: true, grace: `${graceMs}ms` }] as const
    })
    return [stack, { readiness: Object.fromEntries(readiness) }] as const
  })
  return JSON.stringify({ stacks: Object.fromEntries(entries) }, null, 2)
}
