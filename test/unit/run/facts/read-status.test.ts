import { describe, expect, it } from 'vitest'
import type { ContainerDetail, ContainerSummary } from '../../../../src/main/engine/model.ts'
import { readStatus } from '../../../../src/main/run/facts/read-status.ts'
import { container, detail, model, needs, type ServiceSpec, type StackSpec } from '../sample-model.ts'

/** Readiness of one service with these containers, as `readiness` or `readiness by …`. */
function judge(
  containers: readonly Partial<ContainerSummary>[],
  options: { readonly spec?: ServiceSpec; readonly knownReady?: boolean | readonly string[] } = {},
) {
  const lab = model({
    app: {
      services: {
        job: options.spec ?? {},
        waiter: { dependsOn: options.spec ? [needs('job', 'service_completed_successfully')] : [] },
      },
    },
  })
  const made = containers.map((changes, index) => container('app', 'job', { id: `job-${index}`, ...changes }))
  const known = options.knownReady ?? false
  const knownReady = new Set(known === true ? made.map(({ id }) => id) : known === false ? [] : known)
  const facts = { model: lab, containers: made, knownReady, details: new Map(), usualMs: new Map() }
  const service = readStatus(facts).stacks[0]?.services[0]
  return (
    service && (service.readyBy === null ? service.readiness : `${service.readiness} by ${service.readyBy}`)
  )
}

const oneShot = { spec: {} }

describe('the readiness of a service', () => {
  it.each([
    ['no container', [], {}, 'stopped'],
    ['created', [{ state: 'created' }], {}, 'created'],
    ['running without a check', [{}], {}, 'ready by running'],
    ['running and healthy', [{ health: 'healthy' }], {}, 'ready by health'],
    ['running and still being checked', [{ health: 'starting' }], {}, 'loading'],
    [
      'running, still being checked, but seen ready by a run',
      [{ health: 'starting' }],
      { knownReady: true },
      'ready by probe',
    ],
    ['running and unhealthy', [{ health: 'unhealthy' }], {}, 'failed'],
    [
      'running and unhealthy, though once seen ready',
      [{ health: 'unhealthy' }],
      { knownReady: true },
      'failed',
    ],
    ['restarting', [{ state: 'restarting', exitCode: 1 }], {}, 'starting'],
    ['paused', [{ state: 'paused' }], {}, 'stopped'],
    ['being removed', [{ state: 'removing' }], {}, 'stopped'],
    ['a one-shot that exited 0', [{ state: 'exited', exitCode: 0 }], oneShot, 'done by exit'],
    [
      'exited 0 and seen done by a run',
      [{ state: 'exited', exitCode: 0 }],
      { knownReady: true },
      'done by exit',
    ],
    ['a service that exited 0', [{ state: 'exited', exitCode: 0 }], {}, 'stopped'],
    ['a service that crashed', [{ state: 'exited', exitCode: 1 }], {}, 'failed'],
    ['a one-shot that failed', [{ state: 'exited', exitCode: 3 }], oneShot, 'failed'],
    ['killed by a stop', [{ state: 'exited', exitCode: 137 }], {}, 'stopped'],
    ['ended by a stop', [{ state: 'exited', exitCode: 143 }], {}, 'stopped'],
    ['dead', [{ state: 'dead' }], {}, 'stopped'],
    [
      'two containers that are still being checked, one of them seen ready by a run',
      [{ health: 'starting' }, { health: 'starting' }],
      { knownReady: ['job-0'] },
      'loading',
    ],
    ['two containers, one of them unhealthy', [{ health: 'healthy' }, { health: 'unhealthy' }], {}, 'failed'],
    [
      'two containers, one of them down',
      [{ health: 'healthy' }, { state: 'exited', exitCode: 1 }],
      {},
      'failed',
    ],
  ] as const)('with %s', (_, containers, options, expected) => {
    expect(judge(containers, options)).toBe(expected)
  })
})

describe('readStatus', () => {
  it('tells each stack with its services as the engine has them', () => {
    const lab = model({
      data: { services: { db: {} }, alwaysOn: true },
      app: { services: { web: {}, debug: { profiles: ['debug'] } } },
      broken: { services: {}, isBroken: true },
    })
    const ports = [
      { address: '0.0.0.0', port: 5432, target: 5432, protocol: 'tcp' },
      { address: '0.0.0.0', port: 5432, target: 5432, protocol: 'tcp' },
    ]
    const containers = [container('data', 'db', { health: 'healthy', ports, image: 'postgres:16' })]
    const details = new Map([
      ['id-data-db', detail(containers[0], { startedAt: '2026-11-21T10:00:00.123456789Z' })],
    ])
    const nothing = {
      readyBy: null,
      health: null,
      container: null,
      containerId: null,
      exitCode: null,
      startedAt: null,
      finishedAt: null,
      usualMs: null,
      detail: null,
      ports: [],
    }
    const usualMs = new Map([['data/db', 1200]])
    expect(readStatus({ model: lab, containers, knownReady: new Set(), details, usualMs })).toEqual({
      lab: { name: 'lab', dir: '/lab' },
      stacks: [
        {
          name: 'data',
          project: 'data',
          alwaysOn: true,
          state: 'ready',
          services: [
            {
              name: 'db',
              state: 'running',
              readiness: 'ready',
              readyBy: 'health',
              health: 'healthy',
              container: 'data-db-1',
              containerId: 'id-data-db',
              image: 'postgres:16',
              exitCode: null,
              startedAt: '2026-11-21T10:00:00.123Z',
              finishedAt: null,
              usualMs: 1200,
              detail: null,
              ports: ['0.0.0.0:5432→5432/tcp'],
            },
          ],
        },
        {
          name: 'app',
          project: 'app',
          alwaysOn: false,
          state: 'stopped',
          services: [{ ...nothing, name: 'web', state: 'absent', readiness: 'stopped', image: 'web:1' }],
        },
        { name: 'broken', project: 'broken', alwaysOn: false, state: 'failed', services: [] },
      ],
    })
  })

  it('shows a service of an inactive profile only while it has a container', () => {
    const lab = model({ app: { services: { web: {}, debug: { profiles: ['debug'] } } } })
    const names = (containers: readonly ContainerSummary[]) =>
      readStatus({
        model: lab,
        containers,
        knownReady: new Set(),
        details: new Map(),
        usualMs: new Map(),
      }).stacks[0]?.services.map(({ name }) => name)
    expect([names([]), names([container('app', 'debug')])]).toEqual([['web'], ['web', 'debug']])
  })
})

describe('times and reasons', () => {
  const told = (
    changes: Partial<ContainerSummary>,
    more: Partial<ContainerDetail>,
    spec: StackSpec['settings'],
  ) => {
    const lab = model({ app: { services: { web: {} }, ...(spec ? { settings: spec } : {}) } })
    const made = container('app', 'web', changes)
    const details = new Map([[made.id, detail(made, more)]])
    const facts = {
      model: lab,
      containers: [made],
      knownReady: new Set<string>(),
      details,
      usualMs: new Map(),
    }
    const service = readStatus(facts).stacks[0]?.services[0]
    return service && [service.readiness, service.startedAt, service.finishedAt, service.detail]
  }
  const began = '2026-11-21T10:00:00Z'
  const ended = '2026-11-21T10:05:00Z'
  const exited = { state: 'exited', exitCode: 3 } as const
  const times = { startedAt: began, finishedAt: ended }
  const iso = (time: string) => new Date(time).toISOString()
  const probed = new Map([
    ['web', { check: { kind: 'tcp', host: 'localhost', port: 80 } }],
  ]) as StackSpec['settings']

  it.each([
    ['runs', {}, times, undefined, ['ready', iso(began), null, null]],
    ['has never run', { state: 'created' }, {}, undefined, ['created', null, null, null]],
    [
      'could not be started',
      { state: 'created' },
      { error: 'port is already allocated' },
      undefined,
      ['created', null, null, 'port is already allocated'],
    ],
    ['crashed', exited, times, undefined, ['failed', iso(began), iso(ended), 'exited with code 3']],
    [
      'crashed with a word of Docker',
      exited,
      { ...times, error: 'no such file' },
      undefined,
      ['failed', iso(began), iso(ended), 'exited with code 3 (no such file)'],
    ],
    [
      'ran out of memory',
      { state: 'exited', exitCode: 137 },
      { ...times, oomKilled: true },
      undefined,
      ['failed', iso(began), iso(ended), 'killed because it ran out of memory'],
    ],
    [
      'was stopped',
      { state: 'exited', exitCode: 143 },
      times,
      undefined,
      ['stopped', iso(began), iso(ended), null],
    ],
    ['is paused', { state: 'paused' }, times, undefined, ['stopped', iso(began), null, 'paused']],
    [
      'is restarted by Docker',
      { state: 'restarting', exitCode: 1 },
      { ...times, exitCode: 1 },
      undefined,
      ['starting', null, null, 'exited with code 1, Docker starts it again'],
    ],
    [
      'is unhealthy',
      { health: 'unhealthy' },
      { ...times, healthOutput: 'connecting\nconnection refused\n' },
      undefined,
      ['failed', iso(began), null, 'unhealthy; its check says: connection refused'],
    ],
    [
      'is checked',
      { health: 'starting' },
      times,
      undefined,
      ['loading', iso(began), null, 'waits for its health check'],
    ],
    [
      'has a probe that nobody asked',
      {},
      times,
      probed,
      ['loading', iso(began), null, 'no run has seen it ready since its start'],
    ],
  ] as const)('of a container that %s', (_, changes, more, settings, expected) => {
    expect(told(changes, more, settings)).toEqual(expected)
  })
})
