import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEventOf } from '../../src/shared/run.ts'
import { listEverything, pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'

const grouped: readonly (readonly [stack: string, services: readonly string[]])[] = [
  ['infrastructure', ['proxy', 'logging-service', 'auth-service']],
  ['data', ['redis', 'dynamodb-local']],
  ['compute', ['sglang-server', 'embeddings']],
  ['apps', ['fastapi-service', 'discord-bot', 'cleaner']],
]

describe('one big Compose file that becomes stacks of the same project', () => {
  let lab: LabFixture
  let before: Awaited<ReturnType<typeof readContainers>>
  beforeAll(async () => {
    lab = await openLab('monolith')
    await lab.docker(['compose', '--profile', 'performance', 'up', '--detach', '--build'])
    before = await readContainers(lab, ['monolith'])
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('proposes groups, writes what Compose resolves to the same, and leaves the old file as it was', async () => {
    const old = await readFile(join(lab.dir, 'docker-compose.yml'), 'utf8')
    const proposal = await lab.client.moveIn.write({ dir: lab.dir, profiles: ['performance'] })
    expect(proposal.groups.map(({ name, services }) => [name, services.map((one) => one.name)])).toEqual(
      grouped,
    )
    expect(proposal).toMatchObject({ problems: [], differences: [] })
    expect(await readFile(join(lab.dir, 'docker-compose.yml'), 'utf8')).toBe(old)
    await expect(lab.client.moveIn.write({ dir: lab.dir })).rejects.toMatchObject({ code: 'FILE_EXISTS' })
  })

  it('adopts every running container as it is', async () => {
    expect(Object.keys(before)).toHaveLength(10)
    const { stacks } = await lab.client.labs.describe({ dir: lab.dir })
    expect(stacks.map(({ name, services }) => [name, services.toSorted()])).toEqual(
      grouped.map(([name, services]) => [name, services.toSorted()]),
    )
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const after = await readContainers(lab, ['monolith'])
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    expect({ ...pick(after, 'startedAtMs'), cleaner: null }).toEqual({
      ...pick(before, 'startedAtMs'),
      cleaner: null,
    })
  })

  it('runs the new stacks beside the old containers, on other ports and with volumes of their own', async () => {
    const { end } = await lab.run({
      kind: 'start',
      environment: 'beside',
      targets: ['data'],
    })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const { split } = await lab.client.moveIn.state({ dir: lab.dir })
    expect(split).toMatchObject({ isOneProject: true, besideRunning: 2 })
    expect(split?.rows.find(({ service }) => service === 'redis')).toEqual({
      service: 'redis',
      old: { state: 'running', image: 'switchyard/redis:1' },
      new: { state: 'running', image: 'switchyard/redis:1' },
      beside: { state: 'running', image: 'switchyard/redis:1' },
      differences: ['ports'],
    })
    expect((await listEverything(lab)).volumes).toEqual(
      expect.arrayContaining(['monolith_redis-data', 'monolith-beside_redis-data']),
    )
    expect(pick(await readContainers(lab, ['monolith']), 'id')).toEqual(pick(before, 'id'))
    await lab.run({ kind: 'down', environment: 'beside', targets: ['data'] })
  })

  it('has nothing to stop on the way over and back, for the containers are the same', async () => {
    expect((await lab.client.moveIn.plan({ dir: lab.dir, to: 'old' })).stop).toBeNull()
  })

  it('goes over to projects of their own with the volumes as they are, and back to the old containers', async () => {
    const into = join(lab.dir, '../numbered')
    const { problems } = await lab.client.moveIn.write({
      dir: lab.dir,
      file: 'docker-compose.yml',
      style: 'numbered',
      into,
      groups: { 'dynamodb-local': 'infrastructure', redis: 'infrastructure' },
    })
    expect(problems).toEqual([])
    const move = async (to: 'old' | 'new', part: 'stop' | 'start') => {
      const { runId } = await lab.client.moveIn.start({ dir: into, to, part })
      let end: RunEventOf<'run-finished'> | undefined
      for await (const event of await lab.client.runs.events({ runId }))
        if (event.type === 'run-finished') end = event
      return end
    }
    const projects = ['monolith-infrastructure', 'monolith-compute', 'monolith-apps']
    expect(await move('new', 'stop')).toMatchObject({ outcome: 'succeeded' })
    expect(await move('new', 'start')).toMatchObject({ outcome: 'succeeded', failures: [] })
    const fresh = await readContainers(lab, projects)
    expect(fresh['auth-service']).toMatchObject({ name: 'trollama-auth', state: 'running' })
    expect((await listEverything(lab)).volumes.filter((name) => name.endsWith('redis-data'))).toEqual([
      'monolith-beside_redis-data',
      'monolith_redis-data',
    ])
    expect(new Set(Object.values(pick(await readContainers(lab, ['monolith']), 'state')))).toEqual(
      new Set(['exited']),
    )

    expect(await move('old', 'stop')).toMatchObject({ outcome: 'succeeded' })
    expect(await move('old', 'start')).toMatchObject({ outcome: 'succeeded', failures: [] })
    const back = await readContainers(lab, ['monolith'])
    expect(pick(back, 'id')).toEqual(pick(before, 'id'))
    expect(back['auth-service']).toMatchObject({ name: 'trollama-auth', state: 'running' })
    expect(pick(await readContainers(lab, projects), 'id')).toEqual(pick(fresh, 'id'))
  })
})

describe('a file that defines what it includes again', () => {
  it('is told with both places and three ways out where Compose names the resource alone', async () => {
    await using lab = await openLabWith('supa', {
      'docker-compose.yml':
        'include:\n  - ./supabase/compose.yml\nservices:\n  storage:\n    image: switchyard/fixture:1\n    restart: always\n',
      'supabase/compose.yml': 'services:\n  storage:\n    image: switchyard/redis:1\n',
    })
    await expect(lab.docker(['compose', 'config', '--quiet'])).rejects.toThrow(
      'services.storage conflicts with imported resource',
    )
    const { findings } = await lab.client.labs.doctor({ dir: lab.dir })
    const found = findings.find(({ check }) => check === 'include')
    expect(found).toMatchObject({
      level: 'error',
      message: `Stack supa: services.storage conflicts with what include: brings from ${lab.dir}/supabase/compose.yml:2:3.`,
      place: { file: join(lab.dir, 'docker-compose.yml'), line: 4, column: 3 },
    })
    const { conflicts } = await lab.client.moveIn.propose({ dir: lab.dir, file: 'docker-compose.yml' })
    expect(conflicts.map(({ resource, ways }) => [resource, ways.length])).toEqual([['services.storage', 3]])
  })
})
