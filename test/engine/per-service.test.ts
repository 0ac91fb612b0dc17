import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, publishedAddress } from './support/lab-fixture.ts'
import { lastReadiness, noticesOf, planOf, stepIds, wordsOf } from './support/run-events.ts'

const stacks = ['chatterbox', 'embedding', 'gateway', 'ollama', 'queue', 'searxng', 'whisper']

describe('a Compose file for each service folder', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  const containers = () => readContainers(lab, stacks)
  const others = (all: Readonly<Record<string, Container>>, without: readonly string[]) =>
    Object.entries(all).flatMap(([name, { id, startedAtMs, state }]) =>
      without.includes(name) ? [] : [[name, id, startedAtMs, state]],
    )

  beforeAll(async () => {
    lab = await openLab('per-service')
    up = await lab.run({ kind: 'start' })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('is one stack for each folder, all in one wave, and all come up', async () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(planOf(up.events).waves).toEqual([stacks])
    expect(lastReadiness(up.events)).toEqual({
      'chatterbox/chatterbox-init': 'done',
      'chatterbox/chatterbox-tts-server': 'ready (probed)',
      'embedding/embedding-server': 'ready (probed)',
      'gateway/gateway': 'ready (probed)',
      'ollama/llm': 'ready',
      'queue/dashboard': 'ready (probed)',
      'queue/redis': 'ready (probed)',
      'queue/worker-audio': 'ready',
      'queue/worker-text': 'ready',
      'searxng/searxng': 'ready (probed)',
      'whisper/whisper-service': 'ready (probed)',
    })
    const all = await containers()
    expect(pick(all, 'state')).toEqual({
      'chatterbox-init': 'exited',
      'chatterbox-tts-server': 'running',
      dashboard: 'running',
      'embedding-server': 'running',
      gateway: 'running',
      llm: 'running',
      redis: 'running',
      searxng: 'running',
      'whisper-service': 'running',
      'worker-audio': 'running',
      'worker-text': 'running',
    })
    expect(all['chatterbox-init']?.exitCode).toBe(0)
  })

  it('offers the file for the graphics card as an environment, and leaves it out', async () => {
    const { stacks: found } = await lab.client.labs.describe({ dir: lab.dir })
    expect(found.map(({ name, environments }) => [name, environments])).toEqual(
      stacks.map((name) => [name, name === 'chatterbox' ? ['gpu'] : []]),
    )
  })

  it('waits for a service that crashes once and that Docker starts again', async () => {
    expect((await containers())['embedding-server']).toMatchObject({
      restartCount: 1,
      state: 'running',
      exitCode: 0,
    })
    const words = wordsOf(up.events, 'embedding/embedding-server')
    // It is ready at once in its second life, which a busy machine may see before it sees it loading.
    const [waiting, starting, loading, again, ...end] = words
    expect([waiting, starting, loading, again]).toEqual(['waiting', 'starting', 'loading', 'starting'])
    expect([['ready'], ['loading', 'ready']]).toContainEqual(end)
    const details = up.events.flatMap((event) =>
      event.type === 'service-changed' && event.service.stack === 'embedding' && event.detail
        ? [event.detail]
        : [],
    )
    expect(details).toContain('exited with code 1, Docker starts it again')
    expect(noticesOf(up.events)).toEqual([])
  })

  it('has nothing to do the second time', async () => {
    const before = others(await containers(), [])
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: true })
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-finished'])
    expect(others(await containers(), [])).toEqual(before)
  })

  it('restarts one service by its name, in the same container', async () => {
    const before = await containers()
    const { events, end } = await lab.run({ kind: 'restart', targets: ['queue/worker-text'] })
    expect(end.outcome).toBe('succeeded')
    expect(stepIds(events)).toEqual(['stop:queue/worker-text', 'start:queue/worker-text'])
    const after = await containers()
    expect(after['worker-text']).toMatchObject({ id: before['worker-text']?.id, state: 'running' })
    expect(after['worker-text']?.startedAtMs ?? 0).toBeGreaterThan(
      before['worker-text']?.startedAtMs ?? Infinity,
    )
    expect(others(after, ['worker-text'])).toEqual(others(before, ['worker-text']))
  })

  it('finds a service by its name alone when only one stack has it', async () => {
    const before = await containers()
    await lab.run({ kind: 'stop', targets: ['llm'] })
    const after = await containers()
    expect(after['llm']?.state).toBe('exited')
    expect(others(after, ['llm'])).toEqual(others(before, ['llm']))
  })

  it('finds services by label, pattern, port and container, and who else holds a port', async () => {
    const { dir, client } = lab
    const targets = ['label:prizm.service=chatterbox', '*whisper*', ':20807', 'queue-redis-1']
    expect(await client.finding.targets({ dir, targets })).toEqual({
      targets: [
        'searxng/searxng',
        'queue/redis',
        'chatterbox/chatterbox-tts-server',
        'whisper/whisper-service',
      ],
    })
    const program = createServer()
    await once(program.listen(0, '127.0.0.1'), 'listening')
    await lab.docker([
      'run',
      '--detach',
      '--name',
      'stray',
      '--label',
      'prizm.service=chatterbox',
      'switchyard/fixture:1',
    ])
    try {
      const { port } = program.address() as AddressInfo
      const [held, published, labelled] = await Promise.all(
        [`:${port}`, ':20807', 'label:prizm.service=chatterbox'].map((text) =>
          client.finding.search({ dir, text }),
        ),
      )
      expect(held).toEqual({
        services: [],
        containers: [],
        processes: [
          {
            owner: expect.stringContaining(`(pid ${process.pid})`) as string,
            address: '127.0.0.1',
            port,
            protocol: 'tcp',
          },
        ],
      })
      expect([published?.services.map(({ ref }) => ref), published?.processes]).toEqual([
        [{ stack: 'searxng', service: 'searxng' }],
        [],
      ])
      expect([labelled?.services.map(({ ref }) => ref.service), labelled?.containers]).toMatchObject([
        ['chatterbox-tts-server'],
        [{ name: 'stray', state: 'running', project: null }],
      ])
    } finally {
      program.close()
      await lab.docker(['rm', '--force', 'stray'])
    }
  })

  it('has a link for each published port, and says which of them answer', async () => {
    const links = await lab.client.links.list({ dir: lab.dir, targets: ['whisper', 'queue'] })
    const checks = await lab.client.links.check({ dir: lab.dir, ids: links.map(({ id }) => id) })
    const host = publishedAddress()
    expect(
      links.map(({ id, url, isRunning }) => [url, isRunning, checks.find((each) => each.id === id)?.state]),
    ).toEqual([
      [`http://${host}:20810/`, true, 'answers'],
      // The image of the fixture listens on no port of a database: the engine takes the connection for nobody.
      [`tcp://${host}:20809`, true, 'down'],
      [`http://${host}:20805/`, true, 'answers'],
    ])
  })

  it('lists how services reach each other inside', async () => {
    const networks = await lab.client.links.addresses({ dir: lab.dir, targets: ['queue/redis', 'whisper'] })
    expect(
      networks.map(({ network, services }) => [
        network,
        services.map(({ names, ports }) => [names, ports.map(({ address, from }) => [address, from])]),
      ]),
    ).toEqual([
      ['queue_default', [[['redis', 'queue-redis-1'], [['redis://redis:6379', 'published']]]]],
      [
        'whisper_default',
        [[['whisper-service', 'whisper-whisper-service-1'], [['http://whisper-service:9000', 'published']]]],
      ],
    ])
  })

  it('takes over what plain docker compose has started', async () => {
    await lab.run({ kind: 'down', targets: ['searxng'] })
    const file = join(lab.dir, 'services/searxng/docker-compose.yml')
    await lab.docker(['compose', '--file', file, 'up', '--detach', '--wait'])
    const before = (await containers())['searxng']
    const { end } = await lab.run({ kind: 'start', targets: ['searxng'] })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: true })
    expect((await containers())['searxng']).toEqual(before)
  })

  it('makes a container anew in a clean restart, also one that crashes at first, and keeps named volumes', async () => {
    const before = await containers()
    const volumes = await lab.docker(['volume', 'ls', '--quiet'])
    const { events, end } = await lab.run({
      kind: 'restart',
      targets: ['*embedding*', 'queue/redis'],
      clean: true,
      retries: 2,
    })
    expect([end.outcome, stepIds(events).filter((id) => !id.startsWith('start:'))]).toEqual([
      'succeeded',
      [
        'stop:embedding/embedding-server',
        'stop:queue/redis',
        'remove:embedding/embedding-server',
        'remove:queue/redis',
        'create:services/embedding',
        'create:services/queue',
      ],
    ])
    const after = await containers()
    expect(after['embedding-server']).toMatchObject({ state: 'running', restartCount: 1 })
    expect(after['embedding-server']?.id).not.toBe(before['embedding-server']?.id)
    expect(await lab.docker(['volume', 'ls', '--quiet'])).toBe(volumes)
    expect(others(after, ['embedding-server', 'redis'])).toEqual(
      others(before, ['embedding-server', 'redis']),
    )
  })

  it('runs a command in a service and in a container of its own, by any name that finds one', async () => {
    const { dir, client } = lab
    const call = async ({
      command: [program = '', ...args],
      dir: cwd,
    }: {
      command: string[]
      dir: string
    }) => {
      const env = { ...lab.variables, SECRET: 'a b' }
      const { exitCode, stdout } = await execa(program, args, {
        cwd,
        env,
        extendEnv: false,
        reject: false,
        input: 'typed',
      })
      return [exitCode, stdout]
    }
    const request = { dir, tty: false, variables: ['SECRET'] }
    const script = (code: number) => ['sh', '-c', `echo "$SECRET|$(cat)|$(pwd)"; exit ${code}`]
    const inside = await client.finding.exec({
      ...request,
      target: ':20810',
      command: script(7),
      workingDir: '/tmp',
    })
    const oneOff = await client.finding.oneOff({
      ...request,
      target: 'queue-redis-1',
      command: script(3),
    })
    const before = await lab.docker(['ps', '--all', '--quiet'])
    expect(await Promise.all([call(inside), call(oneOff)])).toEqual([
      [7, 'a b|typed|/tmp'],
      [3, expect.stringMatching(/^a b\|typed\|/)],
    ])
    expect([inside.command.includes('a b'), oneOff.needs]).toEqual([false, []])
    expect((await client.finding.oneOff({ ...request, target: 'dashboard', command: [] })).needs).toEqual([
      'queue/redis',
    ])
    expect(await lab.docker(['ps', '--all', '--quiet'])).toBe(before)
    await expect(
      client.finding.exec({ ...request, target: 'dashboard', command: ['ls'], index: 2 }),
    ).rejects.toMatchObject({ message: 'queue/dashboard has no container number 2.' })
  })

  it('names the nearest service for a name that nobody has', async () => {
    await expect(lab.run({ kind: 'start', targets: ['queue/worker-txt'] })).rejects.toMatchObject({
      code: 'NAME_UNKNOWN',
      data: { problems: [{ hint: 'Did you mean queue/worker-text?' }] },
    })
  })
})
