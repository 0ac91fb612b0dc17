import { runCommand, tryCommand } from '../../../scripts/engine/run-command.ts'
import { type Row, timeFigure } from '../figures.ts'
import { describeCircumstances, duel } from '../measure.ts'
import type { Bench, BenchLab, Scenario, TimedRun } from '../open-bench.ts'
import { formatSeconds } from '../table.ts'
import { describeTimeline, readTimeline } from '../timeline.ts'
import { findTruePath, planOf, readTrueReadiness, readinessTimes } from '../true-readiness.ts'

/** Six stacks, in the order in which their owner starts them. Source: test/labs/ai-homelab/start_services.py. */
const stacks = [
  { project: 'localai-infra', files: ['00-infrastructure'] },
  { project: 'localai-infisical', files: ['00-infrastructure/infisical'] },
  {
    project: 'localai-data',
    files: ['supabase', 'qdrant', 'neo4j', 'mongodb', 'minio'].map((part) => `01-data/${part}`),
  },
  { project: 'localai-compute', files: ['02-compute'] },
  { project: 'localai-apps', files: ['03-apps'] },
  { project: 'localai-lambda', files: ['04-lambda'] },
] as const

export const homelabArguments = ['up', '--profile', 'cpu'] as const

/** A real lab's layout, against what its owner does by hand and against what its services themselves need. */
export const homelab: Scenario = {
  name: 'homelab',
  async run(bench) {
    const lab = await bench.openLab('ai-homelab')
    const cold = await lab.run(homelabArguments)
    await bench.clean()
    const paths: Awaited<ReturnType<typeof measurePath>>[] = []
    let last = cold
    const result = await duel({
      runs: bench.runs,
      deadlineMs: bench.deadlineMs,
      ours: async () => {
        last = await lab.run(homelabArguments)
        paths.push(await measurePath(bench, last))
        return last.elapsedMs
      },
      theirs: () => startByHand(lab),
      restore: bench.clean,
    })
    const path = paths.at(-1)?.path ?? []
    const services = planOf(last).steps.filter(({ kind }) => kind === 'start').length
    const rows: Row[] = [
      {
        name: 'homelab',
        ours: timeFigure(result.oursMs),
        theirs: timeFigure(result.theirsMs),
        limit: { kind: 'ratio', max: 0.35 },
        coldMs: cold.elapsedMs,
        notes: [
          `${services} services in ${stacks.length} stacks; theirs is \`docker network create\` and \`docker compose up -d --wait\` per stack, ` +
            'going on where --wait fails only because a one-shot has exited 0',
          `ours with an empty cache and no history ${formatSeconds(cold.elapsedMs)}`,
          ...describeTimeline(readTimeline(last)),
          ...describeCircumstances(result, bench.runs),
        ],
      },
      {
        name: 'homelab, path',
        ours: timeFigure(result.oursMs),
        theirs: timeFigure(paths.map(({ expectedMs }) => expectedMs)),
        limit: { kind: 'ratio-plus', max: 1.15, plusMs: 500 },
        coldMs: null,
        notes: [
          'against the longest way through the gates of the plan, by what each service says it needed from the start of its container (StartedAt) to ready: ' +
            path.join(' → '),
        ],
      },
    ]
    return rows
  },
}

async function measurePath(bench: Bench, run: TimedRun) {
  const plan = planOf(run)
  return findTruePath(plan, readinessTimes(plan, await readTrueReadiness(bench.engine.dockerHost)))
}

/** The milliseconds that it takes. */
async function startByHand({ dir, variables }: BenchLab): Promise<number> {
  const options = { cwd: dir, env: variables, timeoutMs: 300_000 }
  const beganAtMs = performance.now()
  await runCommand('docker', ['network', 'create', 'ai-network'], options)
  for (const { project, files } of stacks) {
    const { exitCode, stderr } = await tryCommand(
      'docker',
      [
        ...['compose', '-p', project, '--env-file', '.env.global', '--env-file', '.env'],
        ...files.flatMap((folder) => ['-f', `${folder}/docker-compose.yml`]),
        ...(project === 'localai-compute' ? ['--profile', 'cpu'] : []),
        ...['up', '-d', '--wait'],
      ],
      options,
    )
    // --wait waits for all the others first, so the time counts; its owner sees that the one-shot did its work.
    if (exitCode !== 0 && !/^container \S+ exited \(0\)$/m.test(stderr))
      throw new Error(`${project}: ${stderr.trim()}`)
  }
  return performance.now() - beganAtMs
}
