import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, listEverything, pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'
import { lastReadiness, planOf, readyAtMs, stepIds } from './support/run-events.ts'

const infra = ['admin-service', 'auth-service', 'dynamodb-local', 'logging-service', 'web-service']
const apps = ['discord-bot', 'fastapi-service']

describe('one Compose project of infrastructure that stays and apps that are switched', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  const containers = () => readContainers(lab, ['trollama'])
  const infraOf = (all: Readonly<Record<string, Container>>) => infra.map((service) => all[service])

  beforeAll(async () => {
    lab = await openLab('split-project')
    up = await lab.run({ kind: 'start' })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('comes up with both stacks, each service after what it depends on, whatever file that is in', async () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', unchanged: false, failures: [], notStarted: [] })
    expect(planOf(up.events).waves).toEqual([['infra'], ['app']])
    expect(lastReadiness(up.events)).toEqual({
      'app/discord-bot': 'ready (probed)',
      'app/fastapi-service': 'ready (probed)',
      'infra/admin-service': 'ready (probed)',
      'infra/auth-service': 'ready (probed)',
      'infra/dynamodb-local': 'ready (probed)',
      'infra/logging-service': 'ready (probed)',
      'infra/web-service': 'ready (probed)',
    })
    const all = await containers()
    expect(pick(all, 'state')).toEqual(
      Object.fromEntries([...infra, ...apps].sort().map((name) => [name, 'running'])),
    )
    const ready = readyAtMs(up.events)
    const startedAt = (service: string) => all[service]?.startedAtMs ?? 0
    for (const needed of ['infra/dynamodb-local', 'infra/logging-service', 'infra/auth-service']) {
      expect(startedAt('admin-service')).toBeGreaterThan(ready.get(needed) ?? Infinity)
    }
    // An app page of the infrastructure waits for an app of the other file.
    expect(startedAt('web-service')).toBeGreaterThan(ready.get('app/fastapi-service') ?? Infinity)
    expect(startedAt('discord-bot')).toBeGreaterThan(ready.get('app/fastapi-service') ?? Infinity)
  })

  it('loses only its apps by the switch: infrastructure keeps containers, start times, network and volumes', async () => {
    const before = await containers()
    const things = await listEverything(lab)
    const { events, end } = await lab.run({ kind: 'stop', appsOnly: true })
    expect(end.outcome).toBe('succeeded')
    expect(planOf(events)).toMatchObject({
      spared: ['infra'],
      warnings: ['infra/web-service goes on running although it depends on app/fastapi-service.'],
    })
    expect(stepIds(events)).toEqual(['stop:app/discord-bot', 'stop:app/fastapi-service'])
    const after = await containers()
    expect(infraOf(after).map((each) => [each?.id, each?.state, each?.startedAtMs])).toEqual(
      infraOf(before).map((each) => [each?.id, 'running', each?.startedAtMs]),
    )
    expect(apps.map((name) => after[name]?.state)).toEqual(['exited', 'exited'])
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    expect(await listEverything(lab)).toEqual(things)
  })

  it('gets the same app containers back when they are switched on', async () => {
    const before = await containers()
    const { events, end } = await lab.run({ kind: 'start', appsOnly: true })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: false })
    expect(stepIds(events)).toEqual(['start:app/discord-bot', 'start:app/fastapi-service'])
    const after = await containers()
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    expect(infraOf(after).map((each) => each?.startedAtMs)).toEqual(
      infraOf(before).map((each) => each?.startedAtMs),
    )
    expect(apps.map((name) => after[name]?.state)).toEqual(['running', 'running'])
  })

  it('does not stop what is always-on unless it is named and confirmed', async () => {
    const refusal = { code: 'ALWAYS_ON', message: 'Stack infra is always-on and is not stopped by accident.' }
    const before = await containers()
    for (const kind of ['stop', 'down', 'restart'] as const) {
      await expect(lab.run({ kind, targets: ['infra'] })).rejects.toMatchObject(refusal)
      await expect(lab.run({ kind, targets: ['infra/web-service'] })).rejects.toMatchObject(refusal)
    }
    // The confirmation alone, without the name, is no more than the plain command.
    await lab.run({ kind: 'stop', includeAlwaysOn: true })
    const after = await containers()
    expect(infraOf(after)).toEqual(
      infraOf(before).map((each) => ({ ...each, health: expect.any(String) as string })),
    )
    expect(apps.map((name) => after[name]?.state)).toEqual(['exited', 'exited'])
  })

  it('keeps its infrastructure through stop, restart and down of the whole lab', async () => {
    const before = infraOf(await containers()).map((each) => [each?.id, each?.startedAtMs, 'running'])
    const infraNow = async () =>
      infraOf(await containers()).map((each) => [each?.id, each?.startedAtMs, each?.state])
    await lab.run({ kind: 'start' })
    const restart = await lab.run({ kind: 'restart' })
    expect(stepIds(restart.events)).toEqual([
      'stop:app/discord-bot',
      'stop:app/fastapi-service',
      'start:app/discord-bot',
      'start:app/fastapi-service',
    ])
    expect(await infraNow()).toEqual(before)
    await lab.run({ kind: 'stop' })
    expect(await infraNow()).toEqual(before)
    await lab.run({ kind: 'down' })
    expect(await infraNow()).toEqual(before)
    expect(Object.keys(await containers())).toEqual(infra)
  })

  it('adds the model server by its profile, and the switch takes it away again without the profile', async () => {
    const { events, end } = await lab.run({ kind: 'start', profiles: ['performance'] })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const ready = readyAtMs(events)
    const started = (await containers())['sglang-server']
    expect(started?.state).toBe('running')
    expect(started?.health).toBe('starting')
    expect((ready.get('app/sglang-server') ?? 0) - (started?.startedAtMs ?? Infinity)).toBeGreaterThan(4000)

    await lab.run({ kind: 'stop', appsOnly: true })
    const after = await containers()
    expect([...apps, 'sglang-server'].map((name) => after[name]?.state)).toEqual([
      'exited',
      'exited',
      'exited',
    ])
    expect(infraOf(after).map((each) => each?.state)).toEqual(infra.map(() => 'running'))
  })

  it('removes the containers of the app stack alone, and keeps what the project still uses', async () => {
    const things = await listEverything(lab)
    const before = infraOf(await containers()).map((each) => [each?.id, each?.startedAtMs])
    const { end } = await lab.run({ kind: 'down', targets: ['app'] })
    expect(end.outcome).toBe('succeeded')
    expect(infraOf(await containers()).map((each) => [each?.id, each?.startedAtMs])).toEqual(before)
    const gone = ['trollama-discord-bot', 'trollama-fastapi', 'trollama-sglang']
    expect(await listEverything(lab)).toEqual({
      ...things,
      containers: things.containers.filter((name) => !gone.includes(name)),
    })
  })

  it('takes its infrastructure down when that is named and confirmed, and keeps the volumes', async () => {
    const things = await listEverything(lab)
    const { end } = await lab.run({ kind: 'down', targets: ['infra'], includeAlwaysOn: true })
    expect(end.outcome).toBe('succeeded')
    expect(await containers()).toEqual({})
    const { networks, volumes } = await listEverything(lab)
    expect(volumes).toEqual(things.volumes)
    expect(networks).toEqual(things.networks.filter((name) => name !== 'trollama-network'))
  })

  it('adopts containers that somebody made by hand with both files', async () => {
    const byHand = ['compose', '-f', 'docker-compose.infra.yml', '-f', 'docker-compose.app.yml']
    await lab.docker([...byHand, 'up', '--detach', 'logging-service', 'dynamodb-local'])
    await lab.docker([...byHand, 'up', '--no-start'])
    const before = await containers()
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(planOf(events).steps.every(({ kind }) => kind === 'start')).toBe(true)
    const after = await containers()
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    for (const service of ['logging-service', 'dynamodb-local']) {
      expect(after[service]?.startedAtMs).toBe(before[service]?.startedAtMs)
    }
    expect(new Set(Object.values(pick(after, 'state')))).toEqual(new Set(['running']))
  })
})
