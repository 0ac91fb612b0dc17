import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../../src/shared/errors.ts'
import type { ReadinessCheck } from '../../../../src/shared/plan.ts'
import type { ContainerDetail } from '../../../../src/main/engine/model.ts'
import { createEventHub, type EventHub } from '../../../../src/main/run/execute/event-hub.ts'
import { type Verdict, watchContainer } from '../../../../src/main/run/readiness/watch-container.ts'
import { createSmallEngine, type SmallEngine, unreachable } from '../small-engine.ts'

const hubs: EventHub[] = []
afterEach(() => {
  for (const hub of hubs.splice(0)) hub.dispose()
})

interface Watch {
  readonly small: SmallEngine
  readonly verdict: Promise<Verdict>
  /** What was told on the way, like `starting` or `loading: why`. */
  readonly told: readonly string[]
  readonly cancel: () => void
  /** Resolves when the container has been started and looked at. */
  readonly begun: () => Promise<void>
}

async function watch(
  check: ReadinessCheck,
  options: {
    readonly container?: Partial<ContainerDetail>
    readonly timeoutMs?: number
    readonly patienceMs?: number
    readonly prepare?: (small: SmallEngine) => void
  } = {},
): Promise<Watch> {
  const small = createSmallEngine()
  small.put('web', { healthTest: ['CMD', 'check'], ...options.container })
  options.prepare?.(small)
  const ignore = () => undefined
  const hub = createEventHub({
    engine: small.engine,
    patienceMs: options.patienceMs ?? 5000,
    onLost: ignore,
    onBack: ignore,
  })
  hubs.push(hub)
  await hub.opened
  const told: string[] = []
  const abort = new AbortController()
  const verdict = watchContainer({
    engine: small.engine,
    hub,
    containerId: 'web',
    check,
    timeoutMs: options.timeoutMs ?? 5000,
    expectedMs: null,
    signal: abort.signal,
    start: async () => {
      await small.engine.start('web')
    },
    onChange: (readiness, detail) => told.push(detail === null ? readiness : `${readiness}: ${detail}`),
  })
  verdict.catch(ignore)
  return { small, verdict, told, cancel: () => abort.abort(new Error('cancelled')), begun: () => sleep(20) }
}

const health: ReadinessCheck = { kind: 'health' }
const running: ReadinessCheck = { kind: 'running', graceMs: 50 }
const completed: ReadinessCheck = { kind: 'completed' }

describe('a service with a health check', () => {
  it('is ready when its own command says so, before Docker does', async () => {
    const { verdict, told } = await watch(health, {
      prepare: (small) => small.answer({ exitCode: 0, output: '' }),
    })
    expect([await verdict, told]).toEqual([{ kind: 'ready', readyBy: 'probe' }, ['starting', 'loading']])
  })

  it('is ready when Docker says so before its command does', async () => {
    const { small, verdict, begun } = await watch(health)
    await begun()
    small.emit('web', { kind: 'health', health: 'healthy' })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'health' })
  })

  it('is ready at once when it was healthy all the time', async () => {
    const { verdict, told, small } = await watch(health, {
      container: { state: 'running', health: 'healthy' },
    })
    expect([await verdict, told, small.calls]).toEqual([
      { kind: 'ready', readyBy: 'health' },
      ['starting'],
      [],
    ])
  })

  it('may still come when Docker calls it unhealthy', async () => {
    const { small, verdict, told, begun } = await watch(health)
    await begun()
    small.emit('web', { kind: 'health', health: 'unhealthy' })
    small.emit('web', { kind: 'health', health: 'healthy' })
    expect([await verdict, told]).toEqual([
      { kind: 'ready', readyBy: 'health' },
      ['starting', 'loading', 'loading: Docker calls it unhealthy, it may still come'],
    ])
  })

  it('waits for Docker’s word when its command cannot be run', async () => {
    const { small, verdict, begun } = await watch(health, {
      prepare: (small) => small.answer({ exitCode: 127, output: '' }),
    })
    await begun()
    small.emit('web', { kind: 'health', health: 'healthy' })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'health' })
  })

  it('says nothing more once the verdict stands', async () => {
    const { small, verdict, told } = await watch(health, {
      prepare: (small) => small.onStart((id) => small.put(id, { state: 'running', health: 'starting' })),
    })
    // Docker's word overtakes the first look at the container.
    await Promise.resolve()
    small.emit('web', { kind: 'health', health: 'healthy' })
    const result = await verdict
    await sleep(30)
    expect([result, told]).toEqual([{ kind: 'ready', readyBy: 'health' }, ['starting']])
  })
})

describe('the time limit', () => {
  it('ends it with the last output of its command', async () => {
    const { verdict } = await watch(health, {
      timeoutMs: 300,
      prepare: (small) => small.answer({ exitCode: 1, output: 'first line\nconnection refused\n' }),
    })
    expect(await verdict).toEqual({
      kind: 'failed',
      reason: 'not ready after 0 s; its check says: connection refused',
      exitCode: null,
    })
  })

  it('ends it with what Docker kept when its command said nothing', async () => {
    const { verdict } = await watch(health, {
      timeoutMs: 100,
      container: { healthOutput: 'pg_isready: no response' },
      prepare: (small) => small.answer({ exitCode: 126, output: '' }),
    })
    expect(await verdict).toEqual({
      kind: 'failed',
      reason: 'not ready after 0 s; its check says: pg_isready: no response',
      exitCode: null,
    })
  })

  it('ends it without a word when there was none', async () => {
    const { verdict } = await watch(completed, { timeoutMs: 100 })
    expect(await verdict).toEqual({ kind: 'failed', reason: 'not ready after 0 s', exitCode: null })
  })
})

describe('a service without a health check', () => {
  it('is ready when it has run for its grace time', async () => {
    const beganAtMs = performance.now()
    const { verdict, told } = await watch(running)
    expect([await verdict, told]).toEqual([{ kind: 'ready', readyBy: 'running' }, ['starting']])
    expect(performance.now() - beganAtMs).toBeGreaterThan(45)
  })

  it('is ready when a port of it can be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { verdict } = await watch({ kind: 'tcp', host: '127.0.0.1', port })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'probe' })
    server.close()
  })
})

describe('an exit', () => {
  it.each([
    [
      'a service that must stay',
      health,
      'no',
      0,
      { kind: 'failed', reason: 'exited with code 0', exitCode: 0 },
    ],
    [
      'a service that must stay',
      health,
      'no',
      3,
      { kind: 'failed', reason: 'exited with code 3', exitCode: 3 },
    ],
    ['a service without a check', running, 'no', 0, { kind: 'ready', readyBy: 'exit' }],
    [
      'a service without a check',
      running,
      'no',
      1,
      { kind: 'failed', reason: 'exited with code 1', exitCode: 1 },
    ],
    ['a service without a check', running, 'on-failure', 0, { kind: 'ready', readyBy: 'exit' }],
    ['a one-shot', completed, 'no', 0, { kind: 'ready', readyBy: 'exit' }],
    ['a one-shot', completed, 'no', 2, { kind: 'failed', reason: 'exited with code 2', exitCode: 2 }],
    ['a one-shot', completed, 'always', 0, { kind: 'ready', readyBy: 'exit' }],
  ] as const)(
    'of %s (%o, restart %s) with code %i is its end',
    async (_, check, restartPolicy, exitCode, expected) => {
      const { small, verdict } = await watch(check, { container: { restartPolicy } })
      small.emit('web', { kind: 'died', exitCode })
      expect(await verdict).toEqual(expected)
    },
  )

  it.each([
    [health, 'always', 0],
    [health, 'unless-stopped', 1],
    [running, 'always', 0],
    [running, 'unless-stopped', 0],
    [running, 'on-failure', 1],
    [completed, 'on-failure', 1],
  ] as const)(
    'of a service (%o, restart %s) that always comes again with code %i is given up at last',
    async (check, restartPolicy, exitCode) => {
      const { small, verdict, told, begun } = await watch(check, { container: { restartPolicy } })
      for (let count = 0; count < 5; count += 1) {
        small.emit('web', { kind: 'died', exitCode })
        await begun()
      }
      expect(await verdict).toEqual({
        kind: 'failed',
        reason: `exited with code ${exitCode}, 5 times`,
        exitCode,
      })
      const again = `starting: exited with code ${exitCode}, Docker starts it again`
      expect(told.filter((word) => word === again)).toHaveLength(4)
    },
  )

  it('counts against the number of retries that the policy has', async () => {
    const { small, verdict, told } = await watch(running, {
      container: { restartPolicy: 'on-failure', maximumRetryCount: 3, restartCount: 3 },
    })
    small.emit('web', { kind: 'died', exitCode: 1 })
    expect([await verdict, told]).toEqual([
      { kind: 'failed', reason: 'exited with code 1', exitCode: 1 },
      ['starting'],
    ])
  })

  it('says when the memory was too small, and what the engine says', async () => {
    const reasonFor = async (container: Partial<ContainerDetail>) => {
      const { small, verdict } = await watch(running, { container })
      small.emit('web', { kind: 'died', exitCode: 137 })
      return verdict
    }
    expect([await reasonFor({ oomKilled: true }), await reasonFor({ error: 'no such device' })]).toEqual([
      { kind: 'failed', reason: 'killed because it ran out of memory', exitCode: 137 },
      { kind: 'failed', reason: 'exited with code 137 (no such device)', exitCode: 137 },
    ])
  })

  it('begins the grace time anew when Docker starts it again', async () => {
    const { small, verdict, begun } = await watch(
      { kind: 'running', graceMs: 150 },
      { container: { restartPolicy: 'always' } },
    )
    await begun()
    small.put('web', { state: 'restarting' })
    small.emit('web', { kind: 'died', exitCode: 1 })
    await sleep(200)
    small.put('web', { state: 'running', startedAt: new Date().toISOString() })
    small.emit('web', { kind: 'started' })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'running' })
  })
})

describe('an earlier life of the container', () => {
  const startedAt = '2026-11-21T10:00:05.250Z'
  const before = { atMs: Date.parse(startedAt) - 40 }
  const after = { atMs: Date.parse(startedAt) + 40.5 }

  async function watchLate(prepare: (small: SmallEngine) => void = () => undefined): Promise<Watch> {
    return watch(health, {
      prepare: (small) => {
        small.onStart((id) => small.put(id, { state: 'running', startedAt }))
        prepare(small)
      },
    })
  }

  it('is not its end when it is told of late', async () => {
    const { small, verdict, told, begun } = await watchLate()
    await begun()
    small.emit('web', { kind: 'died', exitCode: 137 }, before)
    await begun()
    small.answer({ exitCode: 0, output: '' })
    expect([await verdict, told]).toEqual([{ kind: 'ready', readyBy: 'probe' }, ['starting', 'loading']])
  })

  it('is not its end when it is told of before the new one was looked at', async () => {
    const { verdict } = await watchLate((small) => {
      small.onStart((id) => {
        small.put(id, { state: 'running', startedAt })
        small.emit(id, { kind: 'died', exitCode: 137 }, before)
        small.answer({ exitCode: 0, output: '' })
      })
    })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'probe' })
  })

  it('says nothing of the health of this one', async () => {
    const { small, verdict, begun } = await watchLate()
    await begun()
    small.emit('web', { kind: 'health', health: 'healthy' }, before)
    small.emit('web', { kind: 'died', exitCode: 3 }, after)
    expect(await verdict).toEqual({ kind: 'failed', reason: 'exited with code 3', exitCode: 3 })
  })

  it('does not hide that this one goes down before it was looked at', async () => {
    const { verdict, told } = await watch(
      { kind: 'running', graceMs: 50 },
      {
        container: { restartPolicy: 'always' },
        timeoutMs: 400,
        prepare: (engine) =>
          engine.onStart((id) => {
            engine.put(id, { state: 'running', startedAt })
            engine.emit(id, { kind: 'died', exitCode: 1 }, after)
          }),
      },
    )
    expect([await verdict, told]).toEqual([
      { kind: 'failed', reason: 'not ready after 0 s', exitCode: null },
      ['starting', 'starting: exited with code 1, Docker starts it again'],
    ])
  })
})

describe('a container that is not as one expects', () => {
  it('was about to be restarted by Docker when the watch began, and is watched from then on', async () => {
    const { small, verdict, begun } = await watch(running, {
      container: { state: 'restarting', restartPolicy: 'always' },
      prepare: (small) => small.onStart(() => undefined),
    })
    await begun()
    small.put('web', { state: 'running', startedAt: new Date().toISOString() })
    small.emit('web', { kind: 'started' })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'running' })
  })

  it('is paused', async () => {
    const { verdict } = await watch(health, {
      container: { state: 'paused' },
      prepare: (small) => small.onStart(() => undefined),
    })
    expect(await verdict).toEqual({ kind: 'failed', reason: 'it is paused', exitCode: null })
  })

  it('is paused for a while, in which no command can be run in it', async () => {
    const { small, verdict, begun } = await watch(health, {
      prepare: (small) => small.answer(new SwitchyardError('ENGINE_REFUSED', 'The engine says: paused.')),
    })
    await begun()
    small.answer({ exitCode: 0, output: '' })
    small.emit('web', { kind: 'unpaused' })
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'probe' })
  })

  it('is removed while one waits', async () => {
    const { small, verdict, begun } = await watch(health)
    await begun()
    small.emit('web', { kind: 'destroyed' })
    expect(await verdict).toEqual({ kind: 'failed', reason: 'its container was removed', exitCode: null })
  })

  it('is gone when it is looked at', async () => {
    const { verdict } = await watch(health, { prepare: (small) => small.onStart((id) => small.remove(id)) })
    expect(await verdict).toEqual({ kind: 'failed', reason: 'its container was removed', exitCode: null })
  })

  it('cannot be started', async () => {
    const { verdict } = await watch(health, { prepare: (small) => small.remove('web') })
    await expect(verdict).rejects.toEqual(
      new SwitchyardError('ENGINE_REFUSED', 'The engine says: No such container: web.'),
    )
  })
})

describe('an engine that went away and came back', () => {
  /** Lets the engine die under a watch and changes the container meanwhile. */
  async function restartUnder(check: ReadinessCheck, after: Partial<ContainerDetail>): Promise<Verdict> {
    const { small, verdict, begun } = await watch(check, { timeoutMs: 1500 })
    await begun()
    small.goAway()
    small.put('web', after)
    await sleep(50)
    small.comeBack()
    return verdict
  }

  it.each([
    ['took it down', health, { state: 'exited', exitCode: 137 }, { kind: 'lost' }],
    [
      'left a one-shot that had ended well',
      completed,
      { state: 'exited', exitCode: 0 },
      { kind: 'ready', readyBy: 'exit' },
    ],
    ['took a one-shot down', completed, { state: 'exited', exitCode: 137 }, { kind: 'lost' }],
    [
      'left it healthy',
      health,
      { state: 'running', health: 'healthy' },
      { kind: 'ready', readyBy: 'health' },
    ],
  ] as const)('%s', async (_, check, after, expected) => {
    expect(await restartUnder(check, after)).toEqual(expected)
  })

  it('left it running: then it is asked again', async () => {
    const { small, verdict, begun } = await watch(health)
    await begun()
    small.goAway()
    await sleep(50)
    small.answer({ exitCode: 0, output: '' })
    small.comeBack()
    expect(await verdict).toEqual({ kind: 'ready', readyBy: 'probe' })
  })

  it('left it healthy, which does not answer the operator’s own probe', async () => {
    expect(
      await restartUnder(
        { kind: 'tcp', host: '127.0.0.1', port: 1 },
        { state: 'running', health: 'healthy' },
      ),
    ).toEqual({
      kind: 'failed',
      reason: 'not ready after 2 s; its check says: 127.0.0.1:1 refuses (ECONNREFUSED)',
      exitCode: null,
    })
  })

  it('ends the watch when it stays away', async () => {
    const { small, verdict, begun } = await watch(health, { patienceMs: 300, timeoutMs: 60_000 })
    await begun()
    small.goAway()
    await expect(verdict).rejects.toEqual(unreachable())
  })
})

describe('a cancel', () => {
  it('ends the watch and leaves the container as it is', async () => {
    const { small, verdict, cancel, begun } = await watch(health)
    await begun()
    cancel()
    await expect(verdict).rejects.toThrow('cancelled')
    expect(small.calls).toEqual(['start web'])
  })
})
