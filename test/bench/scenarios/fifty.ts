import { readdir } from 'node:fs/promises'
import { type Row, timeFigure } from '../figures.ts'
import { describeCircumstances, duel } from '../measure.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'

const looks = 10

/** Fifty services that run already: nothing to do must cost nothing. */
export const upAgain: Scenario = {
  name: 'up-again',
  async run(bench) {
    const lab = await bench.openLab('fifty')
    await lab.run(['up'])
    const folders = await stackFolders(lab)
    const again = await repeat(bench, {
      ours: async () => (await lab.switchyard(['up'])).elapsedMs,
      theirs: () => composeEach(lab, folders, ['up', '--detach']),
    })
    const look = await repeat(bench, {
      ours: async () => (await lab.switchyard(['status'])).elapsedMs,
      theirs: () => composeEach(lab, folders, ['ps']),
    })
    return [
      {
        name: 'up-again',
        ours: timeFigure(again.oursMs),
        theirs: timeFigure(again.theirsMs),
        limit: { kind: 'time', maxMs: 1000 },
        coldMs: null,
        notes: [
          'a whole process on 50 services that run already; theirs is `docker compose up -d` for each of the five stacks',
          ...describeCircumstances(again, looks),
        ],
      },
      {
        name: 'status',
        ours: timeFigure(look.oursMs),
        theirs: timeFigure(look.theirsMs),
        limit: { kind: 'time', maxMs: 500 },
        coldMs: null,
        notes: [
          'a whole process on the same 50 services; theirs is `docker compose ps` for each of the five stacks',
          ...describeCircumstances(look, looks),
        ],
      },
    ]
  },
}

/** Stopping in reverse order, with the containers kept. */
export const stop: Scenario = {
  name: 'stop',
  async run(bench) {
    const fifty = await bench.openLab('fifty')
    const folders = (await stackFolders(fifty)).toReversed()
    const rows = [await compareStop(bench, fifty, 'stop fifty', () => composeEach(fifty, folders, ['stop']))]
    await bench.clean()
    const chain = await bench.openLab('bench-chain')
    const byHand = async () => (await chain.docker(['compose', 'stop'])).elapsedMs
    return [...rows, await compareStop(bench, chain, 'stop chain', byHand)]
  },
}

async function compareStop(
  bench: Bench,
  lab: BenchLab,
  name: string,
  theirs: () => Promise<number>,
): Promise<Row> {
  await lab.run(['up'])
  const result = await duel({
    runs: bench.runs,
    deadlineMs: bench.deadlineMs,
    ours: async () => (await lab.switchyard(['stop'])).elapsedMs,
    theirs,
    restore: async () => {
      await lab.run(['up'])
    },
  })
  return {
    name,
    ours: timeFigure(result.oursMs),
    theirs: timeFigure(result.theirsMs),
    limit: { kind: 'ratio', max: 1 },
    coldMs: null,
    notes: [
      'theirs is `docker compose stop` for each stack, the last one first',
      ...describeCircumstances(result, bench.runs),
    ],
  }
}

function repeat(bench: Bench, contestants: Readonly<Record<'ours' | 'theirs', () => Promise<number>>>) {
  const restore = () => Promise.resolve()
  return duel({ ...contestants, runs: looks, deadlineMs: bench.deadlineMs, restore, patienceMs: 1000 })
}

/** In the order in which they start. */
async function stackFolders({ dir }: BenchLab): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

async function composeEach(
  lab: BenchLab,
  folders: readonly string[],
  verb: readonly string[],
): Promise<number> {
  const beganAtMs = performance.now()
  for (const folder of folders) await lab.docker(['compose', '-f', `${folder}/docker-compose.yml`, ...verb])
  return performance.now() - beganAtMs
}
