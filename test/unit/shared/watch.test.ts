import { describe, expect, it } from 'vitest'
import type { LabView } from '../../../src/shared/lab.ts'
import type { RunSummary } from '../../../src/shared/run.ts'
import type { ServiceStatus } from '../../../src/shared/status.ts'
import { labEventSchema, type LabEvent, type LabSnapshot } from '../../../src/shared/watch.ts'
import { applyLabEvent } from '../../../src/shared/lab-state.ts'
import { absentService } from '../support/absent-service.ts'

const at = '2026-11-21T10:00:00.000Z'

function service(name: string, changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    ...absentService(name),
    state: 'running',
    readiness: 'ready',
    readyBy: 'running',
    container: `app-${name}-1`,
    containerId: `id-${name}`,
    image: `${name}:1`,
    startedAt: at,
    ...changes,
  }
}

const lab: LabView = {
  name: 'lab',
  dir: '/lab',
  configFile: null,
  environment: null,
  stacks: [],
  layers: [],
  notes: [],
}

const whole: LabSnapshot = {
  lab,
  status: {
    lab: { name: 'lab', dir: '/lab' },
    stacks: [
      {
        name: 'app',
        project: 'app',
        alwaysOn: false,
        state: 'ready',
        services: [service('web'), service('db')],
      },
      { name: 'data', project: 'data', alwaysOn: true, state: 'ready', services: [service('web')] },
    ],
  },
  engine: { connected: true, address: 'unix:///docker.sock', version: '28.0.0', problem: null, since: at },
  runs: [],
  problems: [],
}

const run: RunSummary = {
  id: 'r1',
  kind: 'start',
  lab: { name: 'lab', dir: '/lab' },
  startedAt: at,
  finishedAt: null,
  outcome: null,
  elapsedMs: null,
}

function snapshotEvent(changes: Partial<LabSnapshot> = {}): LabEvent {
  return labEventSchema.parse({ type: 'snapshot', at, ...whole, ...changes })
}

const stopped = service('web', { state: 'exited', readiness: 'stopped' })
const webStopped: LabEvent = { type: 'service', at, stack: 'app', service: stopped, stackState: 'partial' }

describe('applyLabEvent', () => {
  it('takes a snapshot as it is, whatever was before', () => {
    expect([
      applyLabEvent(null, snapshotEvent()),
      applyLabEvent({ ...whole, runs: [run] }, snapshotEvent()),
    ]).toEqual([whole, whole])
  })

  it.each<LabEvent>([
    { type: 'alive', at },
    { type: 'engine', at, engine: whole.engine },
    { type: 'problems', at, problems: [] },
    { type: 'run', at, run },
    webStopped,
  ])('knows nothing from $type before the first snapshot', (event) => {
    expect(applyLabEvent(null, event)).toBeNull()
  })

  it('changes one service and its stack, and keeps everything else as it is', () => {
    const after = applyLabEvent(whole, webStopped)
    const [app, data] = after?.status?.stacks ?? []
    expect([app?.state, app?.services]).toEqual(['partial', [stopped, service('db')]])
    expect(app?.services[1]).toBe(whole.status?.stacks[0]?.services[1])
    expect(data).toBe(whole.status?.stacks[1])
    expect([after?.lab, after?.engine, after?.runs]).toEqual([whole.lab, whole.engine, whole.runs])
    expect(after?.lab).toBe(whole.lab)
  })

  it('takes a service that was not there', () => {
    const debug = service('debug')
    const after = applyLabEvent(whole, {
      type: 'service',
      at,
      stack: 'app',
      service: debug,
      stackState: 'ready',
    })
    expect(after?.status?.stacks[0]?.services.map(({ name }) => name)).toEqual(['web', 'db', 'debug'])
  })

  it('leaves a service out while nothing is known of the engine', () => {
    const unknown = { ...whole, status: null }
    expect(applyLabEvent(unknown, webStopped)).toBe(unknown)
  })

  it('stays the very same for a sign of life', () => {
    expect(applyLabEvent(whole, { type: 'alive', at })).toBe(whole)
  })

  it('keeps the status when the engine is gone', () => {
    const engine = {
      ...whole.engine,
      connected: false,
      problem: { code: 'ENGINE_UNREACHABLE', message: 'Gone.' },
    }
    const after = applyLabEvent(whole, { type: 'engine', at, engine })
    expect(after).toEqual({ ...whole, engine })
    expect(after?.status).toBe(whole.status)
  })

  it('has a run from its beginning to its end', () => {
    const begun = applyLabEvent(whole, { type: 'run', at, run })
    const again = applyLabEvent(begun, { type: 'run', at, run })
    const end = { ...run, finishedAt: at, outcome: 'succeeded', elapsedMs: 5 } as const
    const ended = applyLabEvent(again, { type: 'run', at, run: end })
    expect([begun?.runs, again?.runs, ended?.runs]).toEqual([[run], [run], []])
  })

  it('has the problems that were told last', () => {
    const problems = [{ code: 'COMPOSE_FILE_INVALID', message: 'It is broken.' }]
    expect(applyLabEvent(whole, { type: 'problems', at, problems })).toEqual({ ...whole, problems })
  })
})
