import { describe, expect, it } from 'vitest'
import { watchStatus } from '../../../src/main/cli/status/status-changes.ts'
import type { LabStatus, ServiceStatus } from '../../../src/shared/status.ts'
import type { LabEvent } from '../../../src/shared/watch.ts'
import { at, startMs } from './support/examples.ts'
import { runCli } from './support/run-cli.ts'
import { absentService } from '../support/absent-service.ts'

const service = (name: string, changes: Partial<ServiceStatus> = {}): ServiceStatus => ({
  ...absentService(name),
  state: 'running',
  readiness: 'ready',
  readyBy: 'running',
  container: name,
  containerId: name,
  image: 'image',
  startedAt: at(-5000),
  ...changes,
})
const statusOf = (db: ServiceStatus, state: 'ready' | 'failed' = 'ready'): LabStatus => ({
  lab: { name: 'northlight', dir: '/lab' },
  stacks: [
    { name: 'data', project: 'data', alwaysOn: false, state, services: [db, service('cache')] },
    { name: 'apps', project: 'apps', alwaysOn: false, state: 'ready', services: [service('web')] },
  ],
})
const engine = { connected: true, address: 'unix:///e.sock', version: '28', problem: null, since: at(0) }
const away = {
  ...engine,
  connected: false,
  problem: { code: 'ENGINE_UNREACHABLE', message: 'The Docker engine at unix:///e.sock does not answer.' },
}
const run = {
  id: 'run-1',
  kind: 'start',
  lab: { name: 'northlight', dir: '/lab' },
  startedAt: at(0),
  finishedAt: null,
  outcome: null,
  elapsedMs: null,
} as const
const failed = service('db', { state: 'exited', readiness: 'failed', exitCode: 1 })

function snapshot(
  status: LabStatus | null,
  more: Partial<Extract<LabEvent, { type: 'snapshot' }>> = {},
): LabEvent {
  return {
    type: 'snapshot',
    at: at(0),
    lab: {
      name: 'northlight',
      dir: '/lab',
      configFile: null,
      environment: null,
      stacks: [],
      layers: [],
      notes: [],
    },
    status,
    engine,
    runs: [],
    problems: [],
    ...more,
  }
}
const dbFails: LabEvent = {
  type: 'service',
  at: at(1000),
  stack: 'data',
  service: failed,
  stackState: 'failed',
}
const webFails: LabEvent = {
  type: 'service',
  at: at(2000),
  stack: 'apps',
  service: service('web', { readiness: 'failed' }),
  stackState: 'failed',
}
const alive: LabEvent = { type: 'alive', at: at(3000) }
const ready = statusOf(service('db'))

describe('what a watcher is told', () => {
  it('is everything first, and then what changes', () => {
    const watch = watchStatus([])
    const told = [snapshot(ready), alive, dbFails, snapshot(statusOf(failed, 'failed'))].map((event) =>
      watch.apply(event),
    )
    expect(told).toEqual([[{ type: 'status', at: at(0), ...ready }], [], [dbFails], []])
  })

  it('is of the targets only, rolled up over them', () => {
    const watch = watchStatus(['data/db'])
    const told = [snapshot(ready), webFails, dbFails].map((event) => watch.apply(event))
    const [data] = ready.stacks
    const stacks = [{ ...data, services: [service('db')] }]
    expect(told).toEqual([[{ type: 'status', at: at(0), lab: ready.lab, stacks }], [], [dbFails]])
    expect(watch.status()?.stacks.map(({ state }) => state)).toEqual(['failed'])
  })

  it('is the engine that goes and comes, runs, and files that cannot be read', () => {
    const watch = watchStatus([])
    const problems = [{ code: 'LAB_FILE_INVALID', message: 'It is wrong.' }]
    const told = [
      snapshot(null, { engine: away }),
      snapshot(ready, { runs: [run] }),
      { type: 'engine', at: at(2), engine: away } as const,
      { type: 'problems', at: at(3), problems } as const,
      snapshot(ready, { at: at(4), runs: [run], problems }),
    ].map((event) => watch.apply(event))
    expect(told).toEqual([
      [{ type: 'engine', at: at(0), engine: away }],
      [
        { type: 'engine', at: at(0), engine },
        { type: 'status', at: at(0), ...ready },
        { type: 'run', at: at(0), run },
      ],
      [{ type: 'engine', at: at(2), engine: away }],
      [{ type: 'problems', at: at(3), problems }],
      [{ type: 'engine', at: at(4), engine }],
    ])
  })
})

describe('switchyard status --watch', () => {
  it('prints a line of JSON for each change', async () => {
    const { stdout, exitCode } = await runCli(['status', '--watch', '--json', 'data'], {
      core: { labEvents: [snapshot(ready), alive, webFails, dbFails] },
    })
    const lines = stdout.trim().split('\n')
    expect([exitCode, lines.map((text) => JSON.parse(text) as unknown)]).toEqual([
      0,
      [{ type: 'status', at: at(0), lab: ready.lab, stacks: ready.stacks.slice(0, 1) }, dbFails],
    ])
  })

  it('prints the table anew for each change in a pipe', async () => {
    const { stdout } = await runCli(['status', '--watch', 'data/db'], {
      core: { labEvents: [snapshot(ready), alive, webFails, dbFails, alive] },
      now: () => startMs,
    })
    const tables = stdout.split(/^(?=northlight)/m)
    expect(tables.map((text) => text.split('\n')[4])).toEqual([
      '  ✓  db  ready              running    5.0s',
      '  ✗  db  failed             exited (1)',
    ])
  })

  it('paints over what was there on a terminal, no more than fits, and says when the engine is away', async () => {
    const { stdout } = await runCli(['status', '--watch'], {
      core: { labEvents: [snapshot(ready), { type: 'engine', at: at(2), engine: away }] },
      terminal: { columns: 80, rows: 6 },
    })
    expect(stdout).toContain('+ 4 more')
    expect(stdout).toContain('The Docker engine at unix:///e.sock does not answer.')
    expect(stdout).toContain('What follows is what was seen last.')
  })

  it('ends well with Ctrl-C', async () => {
    const { exitCode, quits, disposed } = await runCli(['status', '--watch', '--json'], {
      core: { labEvents: [snapshot(ready)], staysOpen: true },
      onStdout: (_, pressInterrupt) => pressInterrupt(),
    })
    expect([exitCode, quits, disposed]).toEqual([0, [], 1])
  })

  it('refuses a target that the lab does not have', async () => {
    const { exitCode, stderr } = await runCli(['status', '--watch', 'date'], {
      core: { labEvents: [snapshot(ready)] },
    })
    expect([exitCode, stderr]).toEqual([
      2,
      'switchyard: There is no stack "date" in this lab. Run `switchyard status` to see the names.\n',
    ])
  })
})
