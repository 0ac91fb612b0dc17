import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'
import { planOf, stepIds } from './support/run-events.ts'

const base = ['app', 'ollama', 'postgres', 'redis']
const migration = [
  'api-gateway',
  'auth-service',
  'chat-service',
  'memory-service',
  'vector-db',
  'vision-service',
  'websocket-hub',
]
const telemetry = ['grafana', 'jaeger', 'otel-collector', 'prometheus']

describe('a dozen scenario files in one folder', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  const containers = () => readContainers(lab, ['scenarios'])
  const idsAndStarts = (all: Readonly<Record<string, Container>>, services: readonly string[]) =>
    services.map((service) => [service, all[service]?.id, all[service]?.startedAtMs, all[service]?.state])

  beforeAll(async () => {
    lab = await openLab('scenarios')
    up = await lab.run({ kind: 'start' })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('are judged one by one: complete ones are stacks, the others are layers, each with the reason', async () => {
    const { stacks, layers, notes } = await lab.client.labs.describe({ dir: lab.dir })
    const named = (files: readonly string[]) =>
      files.map((file) => file.slice(lab.dir.length + 1)).join(' + ')
    const alone = (name: string) =>
      `docker-compose.${name}.yml stands alone: Compose accepts it without other files.`
    const scenario = (name: string) => [`docker-compose.${name}.yml`, 'scenarios', false, alone(name)]
    expect(
      Object.fromEntries(
        stacks.map(({ name, files, project, autoStart, why }) => [
          name,
          [named(files), project, autoStart, why],
        ]),
      ),
    ).toEqual({
      scenarios: [
        'docker-compose.yml',
        'scenarios',
        true,
        "The lab's folder has a Compose file of its own, docker-compose.yml.",
      ],
      dev: scenario('dev'),
      full: scenario('full'),
      hybrid: scenario('hybrid'),
      kong: scenario('kong'),
      migration: scenario('migration'),
      ml: scenario('ml'),
      ollama: scenario('ollama'),
      redis: scenario('redis'),
      'rust-go': scenario('rust-go'),
      telemetry: scenario('telemetry'),
    })
    expect(
      layers.map(({ name, stack, files, why }) => [
        name,
        stack,
        named(files),
        why.replace(/service \w+/, 'service …'),
      ]),
    ).toEqual([
      [
        'metal',
        'scenarios',
        'docker-compose.metal.yml',
        'Only changes docker-compose.yml: app has neither an image nor a build context of its own here.',
      ],
      [
        'prod',
        'scenarios',
        'docker-compose.prod.yml',
        'Not complete alone: service … has neither an image nor a build context specified.',
      ],
    ])
    expect(notes).toEqual([])
    expect(
      stacks.map(({ name, environments }) => [name, environments]).filter(([, names]) => names?.length !== 0),
    ).toEqual([['scenarios', ['metal', 'prod']]])
  })

  it('start as the base alone when none is named', async () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(planOf(up.events).waves).toEqual([['scenarios']])
    expect(pick(await containers(), 'state')).toEqual(
      Object.fromEntries(base.map((name) => [name, 'running'])),
    )
  })

  it('are refused together when they mean different things by one service', async () => {
    await expect(lab.run({ kind: 'start', targets: ['ml', 'ollama', 'redis'] })).rejects.toMatchObject({
      code: 'SERVICE_CLASH',
      data: {
        kind: 'usage',
        problems: expect.arrayContaining([
          {
            code: 'SERVICE_CLASH',
            message: 'Stacks ml and redis both define service redis of project scenarios, differently.',
            place: { file: join(lab.dir, 'docker-compose.redis.yml') },
            hint: 'Start only one of them, or give one its own `project` in switchyard.yaml.',
          },
        ]) as unknown,
      },
    })
  })

  it('do not take a running container of another one', async () => {
    const before = await containers()
    for (const [target, service] of [
      ['full', 'ollama'],
      ['dev', 'app'],
      ['ml', 'redis'],
      ['ollama', 'ollama'],
    ] as const) {
      await expect(lab.run({ kind: 'start', targets: [target] })).rejects.toMatchObject({
        code: 'SERVICE_CLASH',
        message: `Starting ${target}/${service} would replace the running container of scenarios/${service}.`,
        data: {
          problems: expect.arrayContaining([
            expect.objectContaining({
              hint: expect.stringContaining('switchyard stop scenarios') as unknown,
            }),
          ]) as unknown,
        },
      })
    }
    expect(idsAndStarts(await containers(), base)).toEqual(idsAndStarts(before, base))
  })

  it('run side by side when their services are others', async () => {
    const before = await containers()
    const { end } = await lab.run({ kind: 'start', targets: ['telemetry'] })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const after = await containers()
    expect(idsAndStarts(after, base)).toEqual(idsAndStarts(before, base))
    expect(telemetry.map((name) => after[name]?.state)).toEqual(['running', 'running', 'running', 'running'])

    await lab.run({ kind: 'stop', targets: ['telemetry'] })
    const stopped = await containers()
    expect(idsAndStarts(stopped, base)).toEqual(idsAndStarts(before, base))
    expect(telemetry.map((name) => stopped[name]?.state)).toEqual(['exited', 'exited', 'exited', 'exited'])
    await lab.run({ kind: 'down', targets: ['telemetry'] })
    expect(Object.keys(await containers())).toEqual(base)
  })

  it('share what they define alike: the new services come up over the database that runs', async () => {
    const before = await containers()
    const { events, end } = await lab.run({ kind: 'start', targets: ['migration'] })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(planOf(events).unchanged).toEqual([
      { stack: 'migration', service: 'postgres' },
      { stack: 'migration', service: 'redis' },
    ])
    const after = await containers()
    expect(idsAndStarts(after, base)).toEqual(idsAndStarts(before, base))
    expect(migration.map((name) => after[name]?.state)).toEqual(migration.map(() => 'running'))

    const again = await lab.run({ kind: 'start', targets: ['migration', 'scenarios'] })
    expect(again.end.unchanged).toBe(true)
  })

  it('are up in the status when they were started, and not because of what others share with them', async () => {
    const { stacks } = await lab.client.labs.status({ dir: lab.dir })
    expect(stacks.map(({ name, state }) => [name, state]).filter(([, state]) => state !== 'stopped')).toEqual(
      [
        ['scenarios', 'ready'],
        ['migration', 'ready'],
      ],
    )
  })

  it('leave a shared database to the stack that made it', async () => {
    const before = await containers()
    const { events, end } = await lab.run({ kind: 'stop', targets: ['migration'] })
    expect(end.outcome).toBe('succeeded')
    expect([...stepIds(events)].sort()).toEqual(migration.map((name) => `stop:migration/${name}`))
    const after = await containers()
    expect(idsAndStarts(after, base)).toEqual(idsAndStarts(before, base))
    expect(migration.map((name) => after[name]?.state)).toEqual(migration.map(() => 'exited'))
    const { warnings } = await lab.client.runs.plan({ dir: lab.dir, kind: 'stop', targets: ['scenarios'] })
    expect(warnings).toEqual([])
  })

  it('stop in the right order when both are stopped, the shared database after all that need it', async () => {
    const both = ['migration', 'scenarios']
    const up = await lab.run({ kind: 'start', targets: both })
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const { warnings } = await lab.client.runs.plan({ dir: lab.dir, kind: 'stop', targets: ['scenarios'] })
    expect(warnings).toContain(
      'migration/auth-service goes on running although it depends on migration/postgres, migration/redis.',
    )
    const { events, end } = await lab.run({ kind: 'stop' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const at = (type: 'step-started' | 'step-finished', id: string) =>
      events.findIndex((event) => event.type === type && event.step === id)
    for (const user of ['scenarios/app', 'migration/auth-service', 'migration/memory-service']) {
      expect(at('step-finished', `stop:${user}`)).toBeGreaterThan(-1)
      expect(at('step-started', 'stop:scenarios/postgres')).toBeGreaterThan(
        at('step-finished', `stop:${user}`),
      )
    }
    expect(stepIds(events)).not.toContain('stop:migration/postgres')
  })

  it('start together from nothing, over one database', async () => {
    await lab.run({ kind: 'down' })
    expect(await containers()).toEqual({})
    const { end } = await lab.run({ kind: 'start', targets: ['migration', 'scenarios'] })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    const states = pick(await containers(), 'state')
    expect(states).toEqual(
      Object.fromEntries([...base, ...migration].sort().map((name) => [name, 'running'])),
    )
  })
})

describe('scenario files without ports', () => {
  it('do not take a running container of another one either', async () => {
    const service = (greeting: string) =>
      `services:\n  cache:\n    image: switchyard/fixture:1\n    environment: { GREETING: ${greeting} }\n`
    await using lab = await openLabWith('twins', {
      'docker-compose.yml': service('plain'),
      'docker-compose.other.yml': service('other'),
    })
    await lab.run({ kind: 'start' })
    const before = pick(await readContainers(lab, ['twins']), 'id')
    await expect(lab.run({ kind: 'start', targets: ['other'] })).rejects.toMatchObject({
      code: 'SERVICE_CLASH',
      message: 'Starting other/cache would replace the running container of twins/cache.',
    })
    expect(pick(await readContainers(lab, ['twins']), 'id')).toEqual(before)

    // What has been stopped first may be replaced.
    await lab.run({ kind: 'stop', targets: ['twins'] })
    const { events, end } = await lab.run({ kind: 'start', targets: ['other'] })
    expect(end.outcome).toBe('succeeded')
    expect(stepIds(events)).toEqual(['create:docker-compose.other.yml', 'start:other/cache'])
    expect((await readContainers(lab, ['twins']))['cache']?.variables).toMatchObject({ GREETING: 'other' })
  })
})
