import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startRegistry, type Registry } from '../../../scripts/registry/start-registry.ts'
import { median, timeFigure, type Row } from '../figures.ts'
import { describeCircumstances, duel } from '../measure.ts'
import type { Bench, BenchLab, Scenario } from '../open-bench.ts'
import { formatSeconds } from '../table.ts'

const serviceCount = 30
const imageCount = 50

/** How long nothing of a service listens while it gets a newer image, and how long it takes to see which images are newer. */
export const updates: Scenario = {
  name: 'updates',
  async run(bench) {
    await using registry = await startRegistry({ report: bench.report })
    return [...(await compareDowntime(bench, registry)), await measureCheck(bench, registry)]
  },
}

/** Each of 30 services gets a newer image: from the end of its old container to the start of its new one. */
async function compareDowntime(bench: Bench, registry: Registry): Promise<readonly Row[]> {
  const lab = await openLab(bench, serviceCount, (index) => `${registry.host}/app:${index}`)
  const totals = { ours: [] as number[], theirs: [] as number[] }
  let version = 0
  const publishAll = async () => {
    version += 1
    const names = Array.from({ length: serviceCount }, (_, index) => `${registry.host}/app:${index + 1}`)
    await publish(lab, names, version)
  }
  await publishAll()
  await lab.docker(['compose', 'up', '--detach', '--quiet-pull', '--wait'])
  await publishAll()
  const measured = async (who: 'ours' | 'theirs', work: () => Promise<number>) => {
    const downMs = await whileListening(lab, async () => void totals[who].push(await work()))
    return median(downMs)
  }
  const result = await duel({
    runs: bench.runs,
    deadlineMs: bench.deadlineMs,
    ours: () => measured('ours', async () => (await lab.run(['update'])).elapsedMs),
    theirs: () =>
      measured('theirs', async () => {
        const pull = await lab.docker(['compose', 'pull', '--quiet'])
        return pull.elapsedMs + (await lab.docker(['compose', 'up', '--detach', '--wait'])).elapsedMs
      }),
    restore: publishAll,
  })
  await bench.clean()
  return [
    {
      name: 'update downtime',
      ours: timeFigure(result.oursMs),
      theirs: timeFigure(result.theirsMs),
      limit: { kind: 'ratio', max: 1 },
      coldMs: null,
      notes: [
        `median of ${serviceCount} services, from the end of the old container to the start of the new one; theirs is \`docker compose pull\`, then \`up -d --wait\``,
        `the whole update took ${formatSeconds(median(totals.ours))} and ${formatSeconds(median(totals.theirs))}`,
        ...describeCircumstances(result, bench.runs),
      ],
    },
  ]
}

async function measureCheck(bench: Bench, registry: Registry): Promise<Row> {
  const reference = (index: number) => `${registry.host}/image${index}:1`
  const lab = await openLab(bench, imageCount, reference)
  await publish(
    lab,
    Array.from({ length: imageCount }, (_, index) => reference(index + 1)),
    0,
  )
  await lab.docker(['compose', 'up', '--no-start', '--quiet-pull'])
  const samplesMs: number[] = []
  for (let round = 0; round < bench.runs; round += 1) {
    const { stdout } = await lab.switchyard(['outdated', '--json'])
    samplesMs.push((JSON.parse(stdout) as { readonly elapsedMs: number }).elapsedMs)
  }
  return {
    name: 'outdated',
    ours: timeFigure(samplesMs),
    theirs: null,
    limit: { kind: 'time', maxMs: 3000 },
    coldMs: null,
    notes: [`${imageCount} images of a registry on loopback`],
  }
}

async function openLab(bench: Bench, count: number, image: (index: number) => string): Promise<BenchLab> {
  const lab = await bench.openLab('bench-parallel')
  const services = Array.from({ length: count }, (_, index) => [
    `s${index + 1}`,
    {
      image: image(index + 1),
      stop_grace_period: '1s',
      healthcheck: {
        test: ['CMD', 'test', '-e', '/run/ready'],
        interval: '10s',
        start_interval: '200ms',
        start_period: '30s',
      },
    },
  ])
  // JSON is YAML, too.
  await writeFile(
    join(lab.dir, 'docker-compose.yml'),
    JSON.stringify({ services: Object.fromEntries(services) }),
  )
  return lab
}

/** Pushes one new image under all these names, and takes them from the engine again. */
async function publish(lab: BenchLab, names: readonly string[], version: number): Promise<void> {
  const container = (await lab.docker(['create', 'switchyard/fixture:1'])).stdout.trim()
  const image = 'switchyard-bench:pushed'
  await lab.docker(['commit', '--change', `ENV VERSION=${version}`, container, image])
  await lab.docker(['rm', container])
  for (const name of names) {
    await lab.docker(['tag', image, name])
    await lab.docker(['push', '--quiet', name])
    await lab.docker(['rmi', '--no-prune', name])
  }
  await lab.docker(['rmi', image])
}

interface DownEvent {
  readonly Action: string
  readonly timeNano: number
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> }
}

/** How long each service was down while work goes on, in milliseconds, by the engine's own events. */
async function whileListening(lab: BenchLab, work: () => Promise<void>): Promise<readonly number[]> {
  const args = ['events', '--filter', 'event=die', '--filter', 'event=start', '--format', '{{json .}}']
  const child = spawn('docker', args, { env: lab.variables, stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  const ended = once(child, 'close')
  // The client does not say when the engine listens.
  await sleep(1000)
  await work()
  await sleep(1000)
  child.kill('SIGTERM')
  await ended
  const diedAtNs = new Map<string, number>()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { Action, timeNano, Actor } = JSON.parse(line) as DownEvent
      const service = Actor.Attributes['com.docker.compose.service'] ?? ''
      const since = diedAtNs.get(service)
      if (Action === 'die') diedAtNs.set(service, timeNano)
      return Action === 'start' && since !== undefined ? [(timeNano - since) / 1e6] : []
    })
}
