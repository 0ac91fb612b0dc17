import { type Row, timeFigure } from '../figures.ts'
import { describeCircumstances, duel } from '../measure.ts'
import type { Bench, Scenario } from '../open-bench.ts'
import { formatSeconds } from '../table.ts'
import { describeTimeline, readTimeline } from '../timeline.ts'

/** Five services in a chain of `service_healthy`. */
export const chain: Scenario = { name: 'chain', run: (bench) => compareStart(bench, 'bench-chain', 0.16) }

/** Twelve services that need nothing of each other. */
export const parallel: Scenario = {
  name: 'parallel',
  run: (bench) => compareStart(bench, 'bench-parallel', 0.45),
}

/** `switchyard up` against `docker compose up -d --wait`, from nothing to everything ready. */
async function compareStart(bench: Bench, name: string, maxRatio: number): Promise<readonly Row[]> {
  const lab = await bench.openLab(name)
  const cold = await lab.run(['up'])
  await bench.clean()
  let last = cold
  const result = await duel({
    runs: bench.runs,
    deadlineMs: bench.deadlineMs,
    ours: async () => (last = await lab.run(['up'])).elapsedMs,
    theirs: async () => (await lab.docker(['compose', 'up', '--detach', '--wait'])).elapsedMs,
    restore: bench.clean,
  })
  return [
    {
      name: name.replace('bench-', ''),
      ours: timeFigure(result.oursMs),
      theirs: timeFigure(result.theirsMs),
      limit: { kind: 'ratio', max: maxRatio },
      coldMs: cold.elapsedMs,
      notes: [
        `theirs is \`docker compose up -d --wait\`; ours with an empty cache and no history ${formatSeconds(cold.elapsedMs)}`,
        ...describeTimeline(readTimeline(last)),
        ...describeCircumstances(result, bench.runs),
      ],
    },
  ]
}
