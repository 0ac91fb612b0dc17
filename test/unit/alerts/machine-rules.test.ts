import { describe, expect, it } from 'vitest'
import type { Lease } from '../../../src/shared/host.ts'
import type { HostLoad, MemoryUse } from '../../../src/main/alerts/rules/model.ts'
import type { ScheduleOutcome } from '../../../src/shared/schedule.ts'
import { openMachine, quietHost, unhealthy, web } from './support/machine.ts'

const seconds = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('memory of a service', () => {
  const uses = (memoryBytes: number, memoryLimitBytes: number | null): MemoryUse[] => [
    { ...web, memoryBytes, memoryLimitBytes },
  ]

  it('is raised when it stays over the share of its limit, and ended when it stays below', () => {
    const { read, tick, said } = openMachine()
    for (const second of seconds(0, 299)) {
      read(second, uses(96, 100))
      tick(second)
    }
    expect(said()).toEqual([])
    read(300, uses(96, 100))
    tick(300)
    expect(said()).toEqual(['raised memory:lab-web-1: uses more than 95 % of its memory limit'])
    for (const second of seconds(301, 329)) {
      read(second, uses(10, 100))
      tick(second)
    }
    expect(said()).toEqual([])
    tick(330)
    expect(said()).toEqual(['ended memory:lab-web-1: is below its limit again, after 5m 00s'])
  })

  it('begins anew after it was below for half a minute', () => {
    const { read, tick, said } = openMachine()
    for (const second of seconds(0, 200)) read(second, uses(96, 100))
    tick(235)
    for (const second of seconds(236, 500)) read(second, uses(96, 100))
    tick(500)
    expect(said()).toEqual([])
  })

  it('without a limit is measured by the machine', () => {
    const { read, tick, said } = openMachine((rules) => ({
      ...rules,
      memory: { ...rules.memory, minutes: 0 },
    }))
    read(0, uses(949, null))
    tick(0)
    read(1, uses(951, null))
    tick(1)
    expect(said()).toEqual(["raised memory:lab-web-1: uses more than 95 % of the machine's memory"])
  })

  it('of a container that is gone is over', () => {
    const { read, tick, said } = openMachine((rules) => ({
      ...rules,
      memory: { ...rules.memory, minutes: 0 },
    }))
    read(0, uses(99, 100))
    tick(0)
    said()
    read(30, [])
    tick(30)
    expect(said()).toHaveLength(1)
  })
})

describe('the machine', () => {
  const full: HostLoad = {
    memory: { totalBytes: 1000 },
    disks: [
      { mount: '/', usedBytes: 50, freeBytes: 50 },
      // A tenth of it is kept for root.
      { mount: '/srv', usedBytes: 85, freeBytes: 5 },
    ],
    temperatures: [
      { name: 'CPU', celsius: 96 },
      { name: 'NVMe', celsius: 40 },
    ],
    gpus: [
      { index: 0, name: 'RTX', memoryUsedBytes: 99, memoryTotalBytes: 100, temperatureC: 97 },
      { index: 1, name: 'Asleep', memoryUsedBytes: null, memoryTotalBytes: null, temperatureC: null },
    ],
  }

  it('is told of per part: disks, sensors, GPUs; never of a GPU that sleeps', () => {
    const { read, tick, said } = openMachine((rules) => ({
      ...rules,
      disk: { ...rules.disk, minutes: 0 },
      temperature: { ...rules.temperature, minutes: 0 },
      vram: { ...rules.vram, minutes: 0 },
    }))
    read(0, [], full)
    tick(0)
    expect(said()).toEqual([
      'raised vram:GPU 0: (RTX) has more than 98 % of its memory in use',
      'raised disk:/srv: is more than 90 % full',
      'raised temperature:CPU: is hotter than 95 °C',
      'raised temperature:GPU 0: is hotter than 95 °C',
    ])
    read(1, [], quietHost)
    tick(31)
    expect(said()).toHaveLength(4)
  })

  it('has its minutes for each of them', () => {
    const { read, tick, said } = openMachine()
    for (const second of seconds(0, 599)) {
      read(second, [], full)
      tick(second)
    }
    expect(said()).toHaveLength(3)
    read(600, [], full)
    tick(600)
    expect(said()).toEqual(['raised vram:GPU 0: (RTX) has more than 98 % of its memory in use'])
  })
})

describe('a lease that could not be given back', () => {
  const lease = (since: string): Lease => ({
    id: 'l1',
    kind: 'run',
    phase: 'pending',
    user: 'me',
    door: 'cli',
    run: '',
    label: 'ai/sglang',
    since,
    until: null,
    changes: [],
    pending: {
      reason: 'Not enough memory.',
      usedBytes: 1,
      neededBytes: 2,
      availableBytes: 1,
      since,
      attempts: 3,
    },
  })

  it('is raised after its minutes, counted from when it is pending', () => {
    const { tell, at, tick, said } = openMachine()
    const since = new Date(at(0)).toISOString()
    tell({
      type: 'leases',
      atMs: at(30),
      leases: [lease(since), { ...lease(since), id: 'l2', pending: null }],
    })
    tick(599)
    expect(said()).toEqual([])
    tick(600)
    expect(said()).toEqual(['raised lease-pending:l1: could not be given back yet: Not enough memory'])
    tell({ type: 'leases', atMs: at(700), leases: [] })
    expect(said()).toEqual(['ended lease-pending:l1: is given back, after 11m 40s'])
  })
})

describe('the engine', () => {
  it('that goes away is one alert, and no service raises another one', () => {
    const { tell, at, tick, happen, said } = openMachine()
    tell({ type: 'engine', atMs: at(0), isConnected: false })
    happen(1, unhealthy)
    tick(14)
    expect(said()).toEqual([])
    tick(15)
    tick(60)
    expect(said()).toEqual(['raised engine-away:engine: does not answer'])
    tell({ type: 'engine', atMs: at(90), isConnected: true })
    tick(91)
    expect(said()).toEqual([
      'ended engine-away:engine: answers again; it was away for 1m 30s',
      'raised unhealthy:lab-web-1: is unhealthy: no answer',
    ])
  })

  it('that is only restarted is no news', () => {
    const { tell, at, tick, said } = openMachine()
    tell({ type: 'engine', atMs: at(0), isConnected: false })
    tick(10)
    tell({ type: 'engine', atMs: at(11), isConnected: true })
    tick(60)
    expect(said()).toEqual([])
  })
})

describe('a GPU', () => {
  it('that a running container has lost is told until it has it back or ends', () => {
    const { tell, at, tick, happen, said } = openMachine()
    tell({ type: 'gpu', atMs: at(0), container: web, isLost: true })
    tick(0)
    tell({ type: 'gpu', atMs: at(300), container: web, isLost: true })
    tick(300)
    expect(said()).toEqual([
      'raised gpu-lost:lab-web-1: has lost its GPU while it runs; restart it to give it back',
    ])
    tell({ type: 'gpu', atMs: at(600), container: web, isLost: false })
    expect(said()).toEqual(['ended gpu-lost:lab-web-1: may use its GPU again'])
    tell({ type: 'gpu', atMs: at(900), container: web, isLost: true })
    tick(900)
    said()
    happen(901, { kind: 'exited', cause: 'run', exitCode: 0, isOutOfMemory: false })
    expect(said()).toEqual(['ended gpu-lost:lab-web-1: null'])
  })
})

describe('auto-heal that gave up', () => {
  it.each([
    { kind: 'healthy', sinceStartMs: null },
    { kind: 'started', cause: 'operator' },
    { kind: 'exited', cause: 'run', exitCode: 0, isOutOfMemory: false },
  ] as const)('is told until somebody else does something: %j', (what) => {
    const { machine, at, tick, happen, said } = openMachine()
    machine.gaveUp(web, 'is still unhealthy', at(0))
    machine.gaveUp(web, 'is still unhealthy', at(1))
    tick(1)
    tick(2)
    expect(said()).toEqual(['raised heal-gave-up:lab/web: is still unhealthy'])
    happen(3, what)
    expect(said()).toEqual(['ended heal-gave-up:lab/web: null'])
  })
})

describe('a schedule', () => {
  const dueAt = '2026-11-21T12:00:00.000Z'
  const outcome = (
    state: 'failed' | 'succeeded',
    text: string | null,
    more: Partial<ScheduleOutcome> = {},
  ): ScheduleOutcome => ({
    dir: '/lab',
    lab: 'home',
    name: 'night',
    last: { dueAt, state, text, runId: 'r1' },
    ...more,
  })
  const key = 'scheduled-run:["/lab","night"]'

  it('that failed is told once for each time, until its next run goes well', () => {
    const { tell, at, tick, said } = openMachine()
    tell({ type: 'schedules', atMs: at(0), schedules: [outcome('failed', 'data/db exited with code 1.')] })
    tick(0)
    tell({ type: 'schedules', atMs: at(2), schedules: [outcome('failed', 'data/db exited with code 1.')] })
    tick(2)
    expect(said()).toEqual([`raised ${key}: failed: data/db exited with code 1`])
    tell({ type: 'schedules', atMs: at(4), schedules: [outcome('failed', 'it broke off')] })
    expect(said()).toEqual([`updated ${key}: failed: it broke off`])
    const again = { dueAt: '2026-11-21T18:00:00.000Z', state: 'failed', text: null, runId: 'r2' } as const
    tell({ type: 'schedules', atMs: at(5), schedules: [outcome('failed', null, { last: again })] })
    tick(5)
    expect(said()).toEqual([`ended ${key}: null`, `raised ${key}: failed`])
    const well = { dueAt: '2026-11-22T12:00:00.000Z', state: 'succeeded', text: null, runId: 'r3' } as const
    tell({ type: 'schedules', atMs: at(6), schedules: [outcome('succeeded', null, { last: well })] })
    expect(said()).toEqual([`ended ${key}: went well again, 18h 00m later`])
  })

  it('is not told again after a restart', () => {
    const subject = { kind: 'schedule', dir: '/lab', lab: 'home', name: 'night', runId: 'r1' } as const
    const sinceMs = Date.parse(dueAt)
    const kept = { key, kind: 'scheduled-run', subject, text: 'failed', sinceMs } as const
    const { tell, at, tick, said } = openMachine(undefined, [kept])
    tell({ type: 'schedules', atMs: at(9), schedules: [outcome('failed', null)] })
    tick(9)
    expect(said()).toEqual([])
  })

  it('that is taken away has nothing to tell any more, and one that never ran neither', () => {
    const { tell, at, tick, said } = openMachine()
    const never = outcome('failed', null, { dir: '/other', last: null })
    tell({ type: 'schedules', atMs: at(0), schedules: [outcome('failed', null), never] })
    tick(0)
    expect(said()).toEqual([`raised ${key}: failed`])
    tell({ type: 'schedules', atMs: at(2), schedules: [never] })
    expect(said()).toEqual([`ended ${key}: null`])
  })
})
