import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startRegistry, type Registry } from '../../scripts/registry/start-registry.ts'
import { formatServiceRef } from '../../src/shared/format.ts'
import { definition } from '../unit/schedule/support/definition.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'
import { publishImage, removeImages } from './support/publish-image.ts'
import { noticesOf } from './support/run-events.ts'

const ready = 'healthcheck: { test: [CMD, test, -e, /run/ready], interval: 10s }'

/** A lab of five services, whose images are in a registry of its own. */
function files(host: string): Record<string, string> {
  return {
    'switchyard.yaml': 'stacks:\n  apps: { needs: [data] }\n',
    'data/compose.yaml': `services:
  cache: { image: '${host}/redis:7', stop_grace_period: 1s }
  db:
    image: ${host}/db:1
    ${ready}
`,
    'apps/compose.yaml': `services:
  web:
    image: ${host}/app:1
    ${ready}
  worker: { image: '${host}/app:1' }
  side: { image: '${host}/side:1', network_mode: 'service:web' }
`,
  }
}

describe('updates from a real registry', () => {
  let registry: Registry
  let lab: LabFixture

  const publish = (name: string, variables: Readonly<Record<string, string>> = {}, from = 'fixture') =>
    publishImage(registry, name, { variables, from })
  const containers = () => readContainers(lab, ['data', 'apps'])
  const states = async (targets: readonly string[] = []) => {
    const { services } = await lab.client.updates.check({ dir: lab.dir, targets: [...targets] })
    return Object.fromEntries(services.map(({ service, state }) => [formatServiceRef(service), state.kind]))
  }

  beforeAll(async () => {
    registry = await startRegistry()
    lab = await openLabWith('updates', files(registry.host))
    await Promise.all([publish('redis:7', {}, 'redis'), publish('db:1'), publish('app:1'), publish('side:1')])
    await lab.run({ kind: 'start' })
  })
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    await registry.stop()
    await removeImages(registry)
  })

  it('replace only what has a newer image, and what lives in it', async () => {
    const before = pick(await containers(), 'id')
    await publish('redis:7', {}, 'redis')
    await publish('app:1')
    expect(await states()).toEqual({
      'apps/side': 'current',
      'apps/web': 'newer',
      'apps/worker': 'newer',
      'data/cache': 'newer',
      'data/db': 'current',
    })
    const { end } = await lab.run({ kind: 'update' })
    expect([end.outcome, end.putBack]).toEqual(['succeeded', []])
    const after = await containers()
    const kept = Object.keys(before).filter((service) => after[service]?.id === before[service])
    expect(kept).toEqual(['db'])
    expect(pick(after, 'state')).toEqual({
      cache: 'running',
      db: 'running',
      side: 'running',
      web: 'running',
      worker: 'running',
    })
    expect(await states()).toMatchObject({ 'apps/web': 'current', 'data/cache': 'current' })
    expect((await lab.run({ kind: 'update' })).end.unchanged).toBe(true)
  })

  it('of a schedule put a service back whose new image dies, and everything that took the same image', async () => {
    const before = await containers()
    await publish('app:1', { EXIT_AFTER: '0.2', EXIT_CODE: '3', FAIL_MESSAGE: 'cannot read the model' })
    const sunday = definition({ action: { kind: 'update', appsOnly: false, targets: ['apps'] } })
    await lab.client.schedules.set({ dir: lab.dir, schedule: sunday, mode: 'add' })
    const { events, end } = await lab.follow(
      await lab.client.schedules.runNow({ dir: lab.dir, name: sunday.name }),
    )
    expect(end.outcome).toBe('failed')
    expect(end.putBack?.map(({ service, isReady }) => [service.service, isReady]).toSorted()).toEqual([
      ['web', true],
      ['worker', true],
    ])
    expect(end.failures.flatMap(({ log }) => log)).toContain('cannot read the model')
    expect(noticesOf(events)).toContain('apps/web is ready again as it was.')
    const after = await containers()
    expect(pick(after, 'state')).toMatchObject({ web: 'running', worker: 'running', side: 'running' })
    const versionOf = (all: typeof after) => all['web']?.variables['VERSION']
    expect(versionOf(after)).toBe(versionOf(before))
    // The name of the image says the same as what runs, so that nothing takes the broken one by accident.
    const named = await lab.docker([
      'image',
      'inspect',
      `${registry.host}/app:1`,
      '--format',
      '{{.Config.Env}}',
    ])
    expect(named).toContain(`VERSION=${versionOf(before)}`)
    expect(await lab.docker(['image', 'ls', '--quiet', 'switchyard-previous:apps.web'])).toBe('')
  })

  it('put the image back that the files named before, when the one that they name now fails', async () => {
    await publish('db:2', { NEVER_READY: '1' })
    const file = join(lab.dir, 'data/compose.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('/db:1', '/db:2'))
    expect(await states(['data/db'])).toEqual({ 'data/db': 'files' })
    const { end } = await lab.run({ kind: 'update', targets: ['data/db'], timeoutMs: 1500 })
    expect(end.putBack).toMatchObject([{ image: `${registry.host}/db:1`, isReady: true }])
    expect((await containers())['db']).toMatchObject({
      state: 'running',
      health: expect.any(String) as string,
    })
    await writeFile(file, text)
    await lab.run({ kind: 'start', targets: ['data/db'] })
  })

  it('go back to an image that ran before', async () => {
    const service = { stack: 'data', service: 'cache' }
    const [now, before] = await lab.client.updates.history({ dir: lab.dir, service })
    expect([now?.isCurrent, before?.isCurrent, before?.isHere]).toEqual([true, false, true])
    const to = before?.imageId ?? ''
    const { end } = await lab.run({ kind: 'update', targets: ['data/cache'], update: { to } })
    expect(end.outcome).toBe('succeeded')
    const [back] = await lab.client.updates.history({ dir: lab.dir, service })
    expect([back?.imageId, back?.isCurrent]).toEqual([to, true])
    expect(await states(['data/cache'])).toEqual({ 'data/cache': 'newer' })
  })

  it('stop nothing when an image cannot be pulled, and say why', async () => {
    const before = pick(await containers(), 'id')
    await registry.stop()
    const { services } = await lab.client.updates.check({ dir: lab.dir, targets: ['data'] })
    expect(services.map(({ state }) => state)).toEqual([
      { kind: 'unknown', reason: `${registry.host} cannot be reached: connection refused.` },
      { kind: 'unknown', reason: `${registry.host} cannot be reached: connection refused.` },
    ])
    const { end } = await lab.run({ kind: 'update', targets: ['data'] })
    expect([end.outcome, end.failures.map(({ step }) => step), end.notStarted.length]).toEqual([
      'failed',
      ['pull:data'],
      2,
    ])
    expect(pick(await containers(), 'id')).toEqual(before)
  })
})

describe('a registry that asks who one is', () => {
  it('shows nothing to strangers, and what it has to whom it knows', async () => {
    // me, secret
    const htpasswd = 'me:$2b$04$gtvRVaSsvElFNMGS0tWU6.b.2BbWfffSQEqGHgvtDDvkkXvSdckR2\n'
    await using registry = await startRegistry({ htpasswd })
    const shared = inject('engineVariables')
    const config = await mkdtemp(join(tmpdir(), 'switchyard-docker-'))
    try {
      await symlink(join(shared['DOCKER_CONFIG'] ?? '', 'cli-plugins'), join(config, 'cli-plugins'))
      const image = `${registry.host}/private:1`
      await using lab = await openLabWith(
        'private',
        { 'compose.yaml': `services:\n  app: { image: '${image}' }\n` },
        { variables: { ...shared, DOCKER_CONFIG: config } },
      )
      const auth = Buffer.from('me:secret').toString('base64')
      const loggedIn = JSON.stringify({ auths: { [registry.host]: { auth } } })
      await writeFile(join(config, 'config.json'), loggedIn)
      await lab.docker(['tag', 'switchyard/fixture:1', image])
      await lab.docker(['push', '--quiet', image])
      await lab.run({ kind: 'start' })
      const state = async () => (await lab.client.updates.check({ dir: lab.dir })).services[0]?.state
      expect(await state()).toEqual({ kind: 'current' })
      await writeFile(join(config, 'config.json'), '{}')
      expect(await state()).toEqual({
        kind: 'unknown',
        reason: `${registry.host} does not show ${image}: it is not there, or you must log in first (docker login ${registry.host}).`,
      })
      await lab.docker(['rmi', '--force', image])
    } finally {
      await rm(config, { recursive: true })
    }
  })
})
