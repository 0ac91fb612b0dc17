import { execa } from 'execa'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLabWith, publishedAddress } from './support/lab-fixture.ts'
import { planOf } from './support/run-events.ts'

const address = publishedAddress()
const fixture = `    image: switchyard/fixture:1
    init: true
    stop_grace_period: 1s
    entrypoint: [sh, -c, 'sleep infinity']
`

/** As seed 003 has it: one base file, a layer for development in the same project, one for tests in a project of its own. */
const files = {
  'compose.yaml': `name: shop
services:
  db:
${fixture}    volumes: [data:/data]
  api:
${fixture}    ports: ['${address}:28100:80']
    depends_on: [db]
  cpu:
${fixture}    profiles: [cpu]
    ports: ['${address}:28101:80']
  gpu:
${fixture}    profiles: [gpu-nvidia]
    ports: ['${address}:28101:80']
volumes:
  data:
`,
  'compose.dev.yaml': `services:
  api:
    ports: !override ['${address}:28102:80']
    environment: { MODE: development }
  debug:
${fixture}    ports: ['${address}:28100:80']
`,
  'compose.test.yaml': `services:
  db:
    volumes: !override [/data]
  api:
    ports: !override ['${address}:28103:80']
`,
  'switchyard.yaml': `stacks:
  shop: { files: [compose.yaml] }
environments:
  dev: { stacks: { shop: { files: [compose.dev.yaml] } } }
  test: { stacks: { shop: { files: [compose.test.yaml], project: shop-test } } }
`,
}

describe('environments', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLabWith('shop', files)
    const { end } = await lab.run({ kind: 'start', environment: 'dev' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  const ids = async (project = 'shop') => pick(await readContainers(lab, [project]), 'id')
  const running = async () => {
    const { environments } = await lab.client.environments.table({ dir: lab.dir })
    return environments.filter(({ isRunning }) => isRunning).map(({ name }) => name)
  }
  const switchTo = async (environment: string | null, profiles: string[] = []) => {
    const { events, end } = await lab.run({ kind: 'switch', environment, profiles })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    const plan = planOf(events)
    return (plan.switch?.services ?? []).map(({ service, change }) => `${service.service} ${change}`)
  }

  it('of one project are not mixed by accident, and the one that runs is known from its containers', async () => {
    expect(await running()).toEqual(['dev'])
    await expect(lab.run({ kind: 'start' })).rejects.toMatchObject({
      code: 'ENVIRONMENT_CLASH',
      message: 'Project shop runs as environment dev (2 containers): starting default would mix the two.',
    })
  })

  it('take the place of each other, and only what differs is touched', async () => {
    const before = await ids()
    // The port that `debug` has goes to `api`.
    expect(await switchTo(null)).toEqual(['api recreate', 'db keep', 'debug remove'])
    const after = await ids()
    expect(after).toEqual({ db: before['db'], api: expect.any(String) as string })
    expect(after['api']).not.toBe(before['api'])
    expect(await running()).toEqual([null])
    expect(await lab.run({ kind: 'switch', environment: null })).toMatchObject({ end: { unchanged: true } })
    expect(await ids()).toEqual(after)
  })

  it('change a profile for another one, with the port that both publish', async () => {
    expect(await switchTo(null, ['cpu'])).toContain('cpu create')
    const before = await ids()
    expect(await switchTo(null, ['gpu-nvidia'])).toEqual(['api keep', 'db keep', 'gpu create', 'cpu remove'])
    const { api, db } = before
    expect(await ids()).toEqual({ api, db, gpu: expect.any(String) as string })
  })

  it('run beside each other in projects of their own, or in the place of each other, and volumes stay', async () => {
    const { end } = await lab.run({ kind: 'start', environment: 'test' })
    expect(end).toMatchObject({ outcome: 'succeeded' })
    expect(await running()).toEqual([null, 'test'])
    expect((await switchTo('test')).sort()).toEqual([
      'api keep',
      'api remove',
      'db keep',
      'db remove',
      'gpu remove',
    ])
    expect([await ids(), Object.keys(await ids('shop-test'))]).toEqual([{}, ['api', 'db']])
    const volumes = await lab.docker(['volume', 'ls', '--quiet', '--filter', 'name=shop_data'])
    expect(volumes).toBe('shop_data')
    expect(await switchTo('dev')).toEqual(['api recreate', 'db recreate', 'debug create'])
    expect([Object.keys(await ids()), await ids('shop-test')]).toEqual([['api', 'db', 'debug'], {}])
  })

  it('run a command: with its exit code, and nothing is left but what was up before', async () => {
    const before = await ids()
    const networks = () => lab.docker(['network', 'ls', '--format', '{{.Name}}'])
    const volumes = () => lab.docker(['volume', 'ls', '--quiet'])
    const [networksBefore, volumesBefore] = [await networks(), await volumes()]
    const script = 'echo "$SWITCHYARD_ENVIRONMENT $SWITCHYARD_ADDRESS_API_80 $1"; exit 7'
    const { exitCode, stdout, stderr } = await execa(
      join(import.meta.dirname, '../../bin/switchyard'),
      ['run-in', 'test', '--', 'sh', '-c', script, 'sh', 'one word'],
      { cwd: lab.dir, env: { ...process.env, ...lab.variables }, reject: false },
    )
    expect([exitCode, stdout]).toEqual([7, `test ${address}:28103 one word`])
    expect(stderr).toContain('Took down shop')
    expect([await ids(), await ids('shop-test')]).toEqual([before, {}])
    expect([await networks(), await volumes()]).toEqual([networksBefore, volumesBefore])
  })
})
