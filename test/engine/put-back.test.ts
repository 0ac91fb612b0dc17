import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Registry, startRegistry } from '../../scripts/registry/start-registry.ts'
import type { InspectedContainer } from '../../src/main/engine/kept-container.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLabWith, publishedAddress } from './support/lab-fixture.ts'
import { publishImage, removeImages } from './support/publish-image.ts'
import { noticesOf } from './support/run-events.ts'

/** Addresses that no other engine of this machine has at the same time, by the first three numbers. */
function ownSubnet(): string {
  const [second = 0, third = 0] = createHash('sha256').update(inject('engineInstance')).digest()
  return `198.${18 + (second % 2)}.${third}`
}

function files(host: string): Record<string, string> {
  return {
    'compose.yaml': `services:
  app:
    image: ${host}/app:1
    hostname: workbench
    environment: { MODE: first }
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 10s }
    ports: ['${publishedAddress()}::80/tcp']
    volumes: [named:/named, /anonymous, './settings:/settings:ro', { type: tmpfs, target: /scratch }]
    networks:
      front:
        { priority: 9, ipv4_address: ${ownSubnet()}.77, mac_address: '02:53:59:00:00:07', aliases: [bench] }
      back: { mac_address: '00:00:5e:00:53:07' }
    labels: { owner: somebody }
    restart: on-failure:1
    mem_limit: 64m
    cap_add: [NET_ADMIN]
    ulimits: { nofile: 4096 }
    extra_hosts: ['else:127.0.0.9']
    stop_grace_period: 1s
    entrypoint: []
    command: /bin/service
  guest:
    image: ${host}/guest:1
    network_mode: service:app
    depends_on: { app: { condition: service_healthy } }
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 10s }
    stop_grace_period: 1s
volumes: { named: {} }
networks:
  front: { ipam: { config: [{ subnet: ${ownSubnet()}.0/24 }] } }
  back: {}
`,
    'settings/one': 'one',
  }
}

describe('what an update puts back', () => {
  let registry: Registry
  let lab: LabFixture
  let file: string
  let text: string
  const volume = { instructions: ['VOLUME /kept', 'ENTRYPOINT ["/bin/sh"]'] }

  beforeAll(async () => {
    registry = await startRegistry()
    lab = await openLabWith('put-back', files(registry.host))
    file = join(lab.dir, 'compose.yaml')
    text = await readFile(file, 'utf8')
    await publishImage(registry, 'app:1', volume)
    await publishImage(registry, 'guest:1')
    await lab.run({ kind: 'start' })
  })
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    await registry.stop()
    await removeImages(registry)
  })

  const inspect = async () => {
    const [app] = JSON.parse(await lab.docker(['inspect', 'put-back-app-1'])) as InspectedContainer[]
    if (!app) throw new Error('there is no app')
    return app
  }

  it('is the container as it was, although its files have changed, with the data of its volumes without a name', async () => {
    const marks = ['/anonymous/mark', '/kept/mark', '/named/mark']
    await lab.docker(['exec', 'put-back-app-1', 'sh', '-c', `echo here | tee ${marks.join(' ')}`])
    const before = await inspect()
    await publishImage(registry, 'app:1', {
      instructions: ['VOLUME /new'],
      variables: { EXIT_AFTER: '0.1', EXIT_CODE: '3' },
    })
    await writeFile(
      file,
      text
        .replace('MODE: first', 'MODE: second, MORE: yes')
        .replace('::80/tcp', '::81/tcp')
        .replace('/anonymous, ', "/anonymous, 'other:/other', ")
        .replace('aliases: [bench]', 'aliases: [desk]')
        .replace('hostname: workbench', 'hostname: desk')
        .replace('volumes: { named: {} }', 'volumes: { named: {}, other: {} }'),
    )
    const { events, end } = await lab.run({ kind: 'update' })
    expect(end.putBack).toMatchObject([{ service: { service: 'app' }, isReady: true }])
    expect([end.outcome, noticesOf(events).at(-1)]).toEqual([
      'failed',
      'put-back/app is ready again as it was.',
    ])
    const after = await inspect()
    expect(after.Id).not.toBe(before.Id)
    expect(lasting(after)).toEqual(lasting(before))
    expect(await lab.docker(['exec', 'put-back-app-1', 'cat', ...marks])).toBe('here\nhere\nhere')

    // What lives in its network is in it again, and nothing else is left of what was tried.
    const now = await readContainers(lab, ['put-back'])
    expect(pick(now, 'state')).toEqual({ app: 'running', guest: 'running' })
    expect(await lab.docker(['exec', 'put-back-guest-1', 'hostname', '-i'])).toBe(
      await lab.docker(['exec', 'put-back-app-1', 'hostname', '-i']),
    )
    expect(await lab.docker(['ps', '--all', '--format', '{{.Names}}', '--filter', 'name=put-back'])).toBe(
      'put-back-guest-1\nput-back-app-1',
    )

    // The files still say something else, and the plan tells so.
    const plan = await lab.client.runs.plan({ kind: 'start', dir: lab.dir, targets: ['put-back/app'] })
    expect(plan.steps.find(({ kind }) => kind === 'create')).toMatchObject({
      recreates: [{ stack: 'put-back', service: 'app' }],
    })
    await writeFile(file, text)
  })

  it('is everything that a cancelled update has replaced, when that is asked for', async () => {
    const before = pick(await readContainers(lab, ['put-back']), 'variables')
    await publishImage(registry, 'app:1', { ...volume, variables: { NEVER_READY: '1' } })
    const { runId } = await lab.client.runs.start({ kind: 'update', dir: lab.dir, rollback: true })
    for await (const event of await lab.client.runs.events({ runId })) {
      if (event.type === 'step-started' && event.step === 'start:put-back/app')
        await lab.client.runs.cancel({ runId })
      if (event.type !== 'run-finished') continue
      expect(event).toMatchObject({ outcome: 'cancelled', failures: [], putBack: [{ isReady: true }] })
    }
    const after = await readContainers(lab, ['put-back'])
    expect(pick(after, 'state')).toEqual({ app: 'running', guest: 'running' })
    expect(pick(after, 'variables')).toEqual(before)
  })

  it('can be put back by hand when Switchyard was killed meanwhile, and everybody says so', async () => {
    const target = 'put-back/app'
    const before = (await readContainers(lab, ['put-back']))['app']
    const updating = execa(join(import.meta.dirname, '../../bin/switchyard'), ['update', target, '--json'], {
      cwd: lab.dir,
      env: { ...process.env, ...lab.variables },
      reject: false,
    })
    for await (const line of updating)
      if (line.includes('"step-started"') && line.includes(`"start:${target}"`)) updating.kill('SIGKILL')
    const { notes } = await lab.client.labs.status({ dir: lab.dir })
    const to = /--to (\w{12})/.exec(notes?.[0] ?? '')?.[1] ?? 'none'
    expect(notes).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Update \\w{8} broke off while it replaced ${target}, which ran ${registry.host}/app:1 \\(${to}\\) before\\. To go on: switchyard up ${target}\\. To go back: switchyard update ${target} --to ${to}\\.$`,
        ),
      ),
    ])
    const { findings } = await lab.client.labs.doctor({ dir: lab.dir })
    expect(findings.find(({ check }) => check === 'updates')).toMatchObject({
      id: `updates:${target}`,
      level: 'warning',
    })
    const request = { kind: 'update' as const, targets: [target], update: { to } }
    expect((await lab.client.runs.plan({ ...request, dir: lab.dir })).warnings[0]).toBe(notes?.[0])
    expect((await lab.run(request)).end.outcome).toBe('succeeded')
    expect((await readContainers(lab, ['put-back']))['app']).toMatchObject({
      state: 'running',
      variables: before?.variables,
    })
    expect((await lab.client.labs.status({ dir: lab.dir })).notes).toBeUndefined()
  })
})

/** What a container must have in common with the one that it is put back for: all but ids, times and addresses that the engine gives. */
function lasting({ HostConfig, Config, NetworkSettings, Mounts = [], ...info }: InspectedContainer): unknown {
  const byTarget = [...Mounts].sort((one, other) => one.Destination.localeCompare(other.Destination))
  return {
    Name: info.Name,
    Image: info.Image,
    Config,
    // Volumes without a name are named by their id from now on.
    HostConfig: { ...HostConfig, Mounts: (HostConfig.Mounts ?? []).filter(({ Type }) => Type !== 'volume') },
    Mounts: byTarget.map(({ Type, Name, Destination, RW }) => ({ Type, Name, Destination, RW })),
    Networks: Object.fromEntries(
      Object.entries(NetworkSettings.Networks ?? {}).map(
        ([name, { IPAMConfig, Aliases, MacAddress, Links, DriverOpts }]) => [
          name,
          { IPAMConfig, Aliases, MacAddress, Links, DriverOpts },
        ],
      ),
    ),
  }
}
