import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, publishedAddress } from './support/lab-fixture.ts'
import { lastReadiness, planOf, stepIds } from './support/run-events.ts'

const services = ['api', 'app', 'chat', 'postgres', 'redis', 'scheduler', 'traefik']
const built = ['api', 'app', 'chat', 'scheduler']
const allRunning = Object.fromEntries(services.map((service) => [service, 'running']))

describe('a base file with layers for each environment', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>

  beforeAll(async () => {
    lab = await openLab('layered')
    // Images outlive the lab that they were built for, and what is there is not built again.
    await removeImages(lab)
    up = await lab.run({ kind: 'start' })
  })
  afterAll(async () => {
    await lab.docker(['rm', '--force', ...(await lab.docker(['ps', '--all', '--quiet'])).split('\n')])
    await removeImages(lab)
    await lab[Symbol.asyncDispose]()
  })

  it('is one stack, and its layers are environments with the files that they need', async () => {
    const { stacks, layers, notes } = await lab.client.labs.describe({ dir: lab.dir })
    const named = (files: readonly string[]) => files.map((file) => file.slice(lab.dir.length + 1))
    expect(
      stacks.map(({ name, project, environments, files }) => [name, project, environments, named(files)]),
    ).toEqual([['ichrisbirch', 'ichrisbirch', ['ci', 'dev', 'test'], ['docker-compose.yml']]])
    expect(
      layers.map(({ name, files, why }) => [name, named(files), why.replace(/service \w+/, 'service …')]),
    ).toEqual([
      [
        'ci',
        ['docker-compose.test.yml', 'docker-compose.ci.yml'],
        'Goes on top of docker-compose.test.yml: over docker-compose.yml alone, service … refers to undefined volume venv_shared.',
      ],
      [
        'dev',
        ['docker-compose.dev.yml'],
        'Not complete alone: service … has neither an image nor a build context specified.',
      ],
      [
        'test',
        ['docker-compose.test.yml'],
        'Not complete alone: service … has neither an image nor a build context specified.',
      ],
    ])
    expect(notes).toEqual([])
    await expect(lab.client.labs.describe({ dir: lab.dir, environment: 'tset' })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      data: { problems: [{ hint: expect.stringContaining('test') as string }] },
    })
  })

  it('builds its images, makes the network, and brings real servers up', async () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(stepIds(up.events).slice(0, 3)).toEqual(['network:proxy', 'build:.', 'create:.'])
    expect(lastReadiness(up.events)).toEqual(
      Object.fromEntries(services.map((service) => [`ichrisbirch/${service}`, 'ready (probed)'])),
    )
    expect(pick(await readContainers(lab, ['ichrisbirch']), 'state')).toEqual(allRunning)
    expect(await lab.docker(['exec', 'ichrisbirch-redis', 'redis-cli', 'set', 'colour', 'blue'])).toBe('OK')
    expect(await sql(lab, 'ichrisbirch-postgres', 'ichrisbirch', 'select 6 * 7')).toBe('42')
    expect(await (await fetch(`http://${publishedAddress()}:27080/ping`)).text()).toBe('OK\n')
    // The stage that the base file asks for: production, which is not root.
    expect(await lab.docker(['exec', 'ichrisbirch-api', 'sh', '-c', 'echo $ENVIRONMENT; id -u'])).toBe(
      'production\n1000',
    )
  })

  it('mixes no environment into the project that runs, and shows what would be different in its place', async () => {
    await expect(lab.run({ kind: 'start', environment: 'dev' })).rejects.toMatchObject({
      code: 'ENVIRONMENT_CLASH',
      message:
        'Project ichrisbirch runs as environment default (7 containers): starting dev would mix the two.',
    })
    const plan = await lab.client.runs.plan({ dir: lab.dir, kind: 'switch', environment: 'dev' })
    const create = plan.steps.find((step) => step.kind === 'create')
    expect(create?.recreates.map(({ service }) => service)).toEqual(services)
    // Both environments give their images the same names.
    const build = plan.steps.find((step) => step.kind === 'build')
    expect(build?.services.map(({ service }) => service)).toEqual(built)
    expect(plan.switch?.from).toEqual([{ stack: 'ichrisbirch', environment: null, project: 'ichrisbirch' }])
    const traefik = plan.switch?.services.find(({ service }) => service.service === 'traefik')
    expect(traefik?.differences.map(({ part }) => part)).toEqual(['ports', 'settings'])
  })

  it('runs tests beside production, with files, ports and images of their own', async () => {
    await writeFile(
      join(lab.dir, 'switchyard.yaml'),
      `environments:
  test: { stacks: { ichrisbirch: { project: ichrisbirch-test } } }
  ci: { stacks: { ichrisbirch: { project: ichrisbirch-ci } } }
`,
    )
    const before = await readContainers(lab, ['ichrisbirch'])
    const { events, end } = await lab.run({ kind: 'start', environment: 'test' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(planOf(events).environment).toBe('test')
    const test = await readContainers(lab, ['ichrisbirch-test'])
    expect(pick(test, 'state')).toEqual(allRunning)
    expect(Object.values(pick(test, 'name')).sort()).toEqual(
      services.map((service) => `ichrisbirch-${service}-test`),
    )
    // Its own stage, and a database in memory.
    expect(await lab.docker(['exec', 'ichrisbirch-api-test', 'sh', '-c', 'echo $ENVIRONMENT; id -u'])).toBe(
      'testing\n0',
    )
    expect(
      await lab.docker(['exec', 'ichrisbirch-postgres-test', 'stat', '-f', '-c', '%T', '/tmp/postgres']),
    ).toBe('tmpfs')
    expect(await sql(lab, 'ichrisbirch-postgres-test', 'ichrisbirch_test', 'select 1')).toBe('1')
    expect(await readContainers(lab, ['ichrisbirch'])).toEqual(
      Object.fromEntries(
        Object.entries(before).map(([name, each]) => [
          name,
          { ...each, health: expect.any(String) as string },
        ]),
      ),
    )
  })

  it('does not start a second environment on the ports of the first', async () => {
    await expect(lab.run({ kind: 'start', environment: 'ci' })).rejects.toMatchObject({
      code: 'PORT_CLASH',
      message: 'Port 27801/tcp of ichrisbirch/api is taken by container ichrisbirch-api-test.',
    })
  })

  it('stops and starts only the environment that was named', async () => {
    const production = pick(await readContainers(lab, ['ichrisbirch']), 'startedAtMs')
    await lab.run({ kind: 'down', environment: 'test' })
    expect(await readContainers(lab, ['ichrisbirch-test'])).toEqual({})

    const { end } = await lab.run({ kind: 'start', environment: 'ci' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const ci = await readContainers(lab, ['ichrisbirch-ci'])
    expect(pick(ci, 'state')).toEqual(allRunning)
    expect(ci['api']?.variables).toMatchObject({ CI: 'true', ENVIRONMENT: 'testing' })
    const networks = await lab.docker(['network', 'ls', '--format', '{{.Name}}'])
    expect(networks.split('\n')).toContain('ichrisbirch-ci_proxy')
    expect(pick(await readContainers(lab, ['ichrisbirch']), 'startedAtMs')).toEqual(production)
  })
})

function sql(lab: LabFixture, container: string, database: string, query: string): Promise<string> {
  return lab.docker([
    'exec',
    container,
    'psql',
    '--username',
    'postgres',
    '--no-align',
    '--tuples-only',
    '--dbname',
    database,
    '--command',
    query,
  ])
}

async function removeImages(lab: LabFixture): Promise<void> {
  const tags = (await lab.docker(['image', 'ls', '--format', '{{.Repository}}'])).split('\n')
  const own = tags.filter((tag) =>
    built.some((service) => new RegExp(`^ichrisbirch(-\\w+)?-${service}$`).test(tag)),
  )
  if (own.length > 0) await lab.docker(['image', 'rm', '--force', ...own])
}
