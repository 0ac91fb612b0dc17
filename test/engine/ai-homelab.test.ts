import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'
import { lastReadiness, planOf, readyAtMs, stepIds } from './support/run-events.ts'

const waves = [
  ['localai-infra', 'localai-infisical'],
  ['localai-data'],
  ['localai-compute'],
  ['localai-apps'],
  ['localai-lambda'],
]
const oneShots = ['minio-init', 'n8n-import']

describe('six projects in numbered folders on one shared network', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  const containers = () => readContainers(lab, waves.flat())
  const ofWave = (all: Readonly<Record<string, Container>>, projects: readonly string[]) =>
    Object.entries(all).filter(([, { project }]) => projects.includes(project))

  beforeAll(async () => {
    lab = await openLab('ai-homelab')
    up = await lab.run({ kind: 'start', profiles: ['cpu'] })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('comes up whole, one-shots done, with the profile that was chosen and no other', async () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', unchanged: false, failures: [], notStarted: [] })
    expect(planOf(up.events).waves).toEqual([
      ['infrastructure', 'infisical'],
      ['data'],
      ['compute'],
      ['apps'],
      ['lambda'],
    ])
    const all = await containers()
    expect(
      Object.fromEntries(
        waves.flat().map((project) => [project, ofWave(all, [project]).map(([name]) => name)]),
      ),
    ).toEqual({
      'localai-infra': ['caddy', 'cloudflared', 'redis'],
      'localai-infisical': ['infisical-backend', 'infisical-db', 'infisical-redis'],
      'localai-data': [
        'analytics',
        'auth',
        'db',
        'functions',
        'imgproxy',
        'kong',
        'meta',
        'minio',
        'minio-init',
        'mongodb',
        'neo4j',
        'qdrant',
        'realtime',
        'rest',
        'storage',
        'studio',
        'supabase-minio',
        'supavisor',
        'vector',
      ],
      'localai-compute': ['comfyui-cpu', 'ollama-cpu'],
      'localai-apps': [
        'clickhouse',
        'flowise',
        'langfuse-web',
        'langfuse-worker',
        'n8n',
        'n8n-import',
        'open-webui',
        'searxng',
      ],
      'localai-lambda': ['lambda-server'],
    })
    expect(pick(all, 'state')).toEqual(
      Object.fromEntries(
        Object.keys(all).map((name) => [name, oneShots.includes(name) ? 'exited' : 'running']),
      ),
    )
    expect(oneShots.map((name) => all[name]?.exitCode)).toEqual([0, 0])
    const last = lastReadiness(up.events)
    expect([last['data/minio-init'], last['apps/n8n-import']]).toEqual(['done', 'done'])
    const others = Object.entries(last).filter(([, word]) => word !== 'done')
    expect(others.filter(([, word]) => !word.startsWith('ready'))).toEqual([])
  })

  it('creates the network that no project of it makes, once', async () => {
    expect(stepIds(up.events).filter((id) => id.startsWith('network:'))).toEqual(['network:ai-network'])
    const names = (await lab.docker(['network', 'ls', '--format', '{{.Name}}'])).split('\n')
    expect(names.filter((name) => /localai|ai-network/.test(name))).toEqual(['ai-network'])
  })

  it('starts nothing of a stack before all of the stacks before it were ready', async () => {
    const all = await containers()
    const stackOf = new Map(
      planOf(up.events).steps.flatMap((step) =>
        step.kind === 'start' ? [[step.service.service, step.service.stack]] : [],
      ),
    )
    const ready = readyAtMs(up.events)
    const readyOf = (service: string) => ready.get(`${stackOf.get(service) ?? ''}/${service}`) ?? NaN
    for (const [index, projects] of waves.entries()) {
      const firstStartMs = Math.min(...ofWave(all, projects).map(([, { startedAtMs }]) => startedAtMs ?? NaN))
      const lastReadyMs = Math.max(
        0,
        ...ofWave(all, waves.slice(0, index).flat()).map(([service]) => readyOf(service)),
      )
      expect(firstStartMs).toBeGreaterThanOrEqual(lastReadyMs)
    }
  })

  it('gives every stack the global variables and its secrets', async () => {
    const all = await containers()
    expect(all['redis']?.variables).toMatchObject({ TZ: 'Europe/Amsterdam' })
    expect(all['caddy']?.variables).toMatchObject({ DOMAIN_NAME: 'lab.example' })
    expect(all['lambda-server']?.variables).toMatchObject({
      MONGODB_URI: 'mongodb://root:not-a-real-mongo-password-b1@mongodb:27017',
    })
  })

  it('has nothing to do the second time', async () => {
    const before = await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])
    const { events, end } = await lab.run({ kind: 'start', profiles: ['cpu'] })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: true })
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-finished'])
    expect(await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])).toBe(before)
  })

  it('switches one stack off and on again and leaves the others alone', async () => {
    const before = await containers()
    const off = await lab.run({ kind: 'stop', targets: ['compute'], profiles: ['cpu'] })
    expect(off.end.outcome).toBe('succeeded')
    const stopped = await containers()
    expect([stopped['ollama-cpu']?.state, stopped['comfyui-cpu']?.state]).toEqual(['exited', 'exited'])
    const on = await lab.run({ kind: 'start', targets: ['compute'], profiles: ['cpu'] })
    expect(stepIds(on.events)).toEqual(['start:compute/comfyui-cpu', 'start:compute/ollama-cpu'])
    const after = await containers()
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    const startsOf = (all: Readonly<Record<string, Container>>) =>
      Object.entries(all).flatMap(([name, { project, startedAtMs }]) =>
        project === 'localai-compute' ? [] : [[name, startedAtMs]],
      )
    expect(startsOf(after)).toEqual(startsOf(before))
  })

  it('stops in reverse order and leaves always-on stacks running', async () => {
    const { events, end } = await lab.run({ kind: 'stop', profiles: ['cpu'] })
    expect(end.outcome).toBe('succeeded')
    expect(planOf(events)).toMatchObject({
      waves: [['lambda'], ['apps'], ['compute'], ['data']],
      spared: ['infrastructure', 'infisical'],
    })
    const all = await containers()
    const running = Object.entries(all).filter(([, { state }]) => state === 'running')
    expect(running.map(([name]) => name)).toEqual([
      'caddy',
      'cloudflared',
      'infisical-backend',
      'infisical-db',
      'infisical-redis',
      'redis',
    ])
    const finishes = (projects: readonly string[]) =>
      ofWave(all, projects)
        .filter(([name]) => !oneShots.includes(name))
        .map(([, { finishedAtMs }]) => finishedAtMs ?? NaN)
    for (const [earlier, later] of [
      [1, 2],
      [2, 3],
      [3, 4],
    ] as const) {
      expect(Math.max(...finishes(waves[later] ?? []))).toBeLessThanOrEqual(
        Math.min(...finishes(waves[earlier] ?? [])),
      )
    }
    // Within a stack, too: the database goes after everything that uses it.
    expect(all['db']?.finishedAtMs ?? 0).toBeGreaterThanOrEqual(all['analytics']?.finishedAtMs ?? NaN)
    expect(all['analytics']?.finishedAtMs ?? 0).toBeGreaterThanOrEqual(all['studio']?.finishedAtMs ?? NaN)
  })

  it('prefers the exported secrets to the fallback when they are there', async () => {
    await writeFile(join(lab.dir, '.env.infisical'), 'MONGO_ROOT_PASSWORD=from-infisical\n')
    const { stacks } = await lab.client.labs.describe({ dir: lab.dir })
    expect(
      new Set(stacks.map(({ envFiles }) => envFiles.map((file) => file.slice(lab.dir.length + 1)).join())),
    ).toEqual(new Set(['.env.global,.env.infisical']))
  })
})
