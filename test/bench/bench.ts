import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Row, isMet, ratioOf } from './figures.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { type Bench, type Scenario, openBench } from './open-bench.ts'
import { stop, upAgain } from './scenarios/fifty.ts'
import { graphsFrames } from './scenarios/graphs-frames.ts'
import { hidden } from './scenarios/hidden.ts'
import { historyStore } from './scenarios/history-store.ts'
import { homelab } from './scenarios/homelab.ts'
import { hostReadings } from './scenarios/host-readings.ts'
import { hostRecipe } from './scenarios/host-recipe.ts'
import { chain, parallel } from './scenarios/one-stack.ts'
import { pageChanges } from './scenarios/page-changes.ts'
import { pageFirstScreen } from './scenarios/page-first-screen.ts'
import { pageIdle } from './scenarios/page-idle.ts'
import { pageLogs } from './scenarios/page-logs.ts'
import { probing } from './scenarios/probing.ts'
import { updates } from './scenarios/updates.ts'
import { watchContainers } from './scenarios/watch-containers.ts'
import { formatMarkdown, formatTable } from './table.ts'

/** The longest one comes last and takes as many rounds as the time allows. */
const page = [pageFirstScreen, pageChanges, pageIdle, graphsFrames, pageLogs]
const scenarios: readonly Scenario[] = [
  chain,
  parallel,
  upAgain,
  stop,
  ...page,
  hidden,
  hostReadings,
  hostRecipe,
  watchContainers,
  historyStore,
  updates,
  probing,
  homelab,
]

/** Ten minutes of watching, weeks of history, or minutes of doing nothing would leave no time for the others. */
const byNameOnly: readonly Scenario[] = [hidden, watchContainers, historyStore]
const usual = scenarios.filter((scenario) => !byNameOnly.includes(scenario)).map(({ name }) => name)

const usage = `Usage: npm run bench -- [options]

Measures Switchyard against Docker Compose on a private engine; prints a table and writes out/bench.json.

  --only NAME      one scenario; may be given several times: ${scenarios.map(({ name }) => name).join(', ')}
                   (${byNameOnly.map(({ name }) => name).join(', ')}: only by name, because they take minutes)
  --runs N         rounds of each comparison (default 3)
  --minutes N      no further round is begun that would end later than this (default 11.5)
  --watch N        seconds of each watch of watch-containers (default 120; promised: 600)
  --markdown       print the table for the README
  --program FILE   measure another build's switchyard
  --output FILE    where the JSON goes (default out/bench.json)
`

const packageDir = join(import.meta.dirname, '../..')

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: usual },
    runs: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '11.5' },
    watch: { type: 'string', default: '120' },
    markdown: { type: 'boolean', default: false },
    program: { type: 'string', default: join(packageDir, 'bin/switchyard') },
    output: { type: 'string', default: join(packageDir, 'out/bench.json') },
    help: { type: 'boolean', default: false },
  },
})
const chosen = scenarios.filter(({ name }) => values.only.includes(name))
if (values.help || chosen.length === 0) {
  process.stdout.write(usage)
  process.exit(values.help ? 0 : 2)
}

const bench = await openBench({
  runs: Number(values.runs),
  limitMs: Number(values.minutes) * 60_000,
  watchSeconds: Number(values.watch),
  program: values.program,
  report: (line) => process.stderr.write(`${line}\n`),
})
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => void bench.dispose().finally(() => process.exit(exitCode)))
}
try {
  const machine = await describeMachine(bench.engine.env)
  const rows: Row[] = []
  for (const scenario of chosen) rows.push(...(await runScenario(bench, scenario)))
  const heading = formatMachine(machine)
  process.stdout.write(
    values.markdown ? `${formatMarkdown(rows, heading)}\n` : `${heading}\n\n${formatTable(rows)}\n`,
  )
  await writeResult(values.output, {
    machine,
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row), met: isMet(row) })),
  })
} finally {
  await bench.dispose()
}

/** A scenario that cannot run is told and makes the exit code 1; the others still run. */
async function runScenario(bench: Bench, scenario: Scenario): Promise<readonly Row[]> {
  bench.report(`${scenario.name} …`)
  try {
    return await scenario.run(bench)
  } catch (error) {
    bench.report(`${scenario.name} could not run: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    return []
  } finally {
    await bench.clean()
  }
}

async function writeResult(path: string, result: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(result, null, 2)}\n`)
}
