import { describe, expect, it } from 'vitest'
import type { ContainerEvent } from '../../../src/main/engine/model.ts'
import { hear, remember, type Said, unknownLife } from '../../../src/main/record/life.ts'
import { happening, whats } from './support/happenings.ts'

type At = readonly [atMs: number, event: ContainerEvent]

/** What is said of events, one after the other, by a container of which nothing is known yet. */
function listen(...events: readonly At[]): readonly Said[] {
  let life = unknownLife
  return events.flatMap(([atMs, event]) => {
    const heard = hear(life, event, atMs)
    life = heard.life
    return heard.said ? [heard.said] : []
  })
}

const created = (atMs: number): At => [atMs, { kind: 'created' }]
const started = (atMs: number): At => [atMs, { kind: 'started' }]
const signalled = (atMs: number, signal: number): At => [atMs, { kind: 'signalled', signal }]
const died = (atMs: number, exitCode: number): At => [atMs, { kind: 'died', exitCode }]
const stopped = (atMs: number): At => [atMs, { kind: 'stopped' }]
const destroyed = (atMs: number): At => [atMs, { kind: 'destroyed' }]
const outOfMemory = (atMs: number): At => [atMs, { kind: 'out of memory' }]
const health = (atMs: number, word: 'starting' | 'healthy' | 'unhealthy'): At => [
  atMs,
  { kind: 'health', health: word },
]

const exit = (isAsked: boolean, exitCode: number, isOutOfMemory = false): Said => ({
  kind: 'exited',
  isAsked,
  exitCode,
  isOutOfMemory,
})
const start = (isAsked: boolean): Said => ({ kind: 'started', isAsked })

describe('what was asked for', () => {
  it.each<[string, readonly At[], readonly Said[]]>([
    [
      'a first start and a stop',
      [created(0), started(1), signalled(2, 15), died(3, 143), stopped(4)],
      [start(true), exit(true, 143)],
    ],
    [
      'a stop that takes until its patience ends',
      [created(0), started(1), signalled(2, 15), signalled(600_000, 9), died(600_001, 137), stopped(600_002)],
      [start(true), exit(true, 137)],
    ],
    [
      'a stop that is told before the end that it has brought',
      [created(0), started(1), signalled(2, 28), stopped(90_000), died(90_001, 0)],
      [start(true), exit(true, 0)],
    ],
    ['a kill', [created(0), started(1), signalled(2, 9), died(3, 137)], [start(true), exit(true, 137)]],
    [
      'a restart',
      [created(0), started(1), signalled(2, 15), died(3, 143), stopped(4), started(5)],
      [start(true), exit(true, 143), start(true)],
    ],
    [
      'a removal by force',
      [created(0), started(1), signalled(2, 9), died(3, 137), destroyed(4)],
      [start(true), exit(true, 137)],
    ],
    [
      'a stop by a signal that most take for something else',
      [created(0), started(1), signalled(2, 28), died(9_000, 0), stopped(9_001)],
      [start(true), exit(true, 0)],
    ],
  ])('is %s', (_, events, said) => {
    expect(listen(...events)).toEqual(said)
  })
})

describe('what a container did by itself', () => {
  it.each<[string, readonly At[], readonly Said[]]>([
    ['its end', [created(0), started(1), died(2, 1)], [start(true), exit(false, 1)]],
    [
      'its end and the start by its policy, which somebody may have asked for as well',
      [created(0), started(1), died(2, 1), started(3)],
      [start(true), exit(false, 1), start(false)],
    ],
    [
      'its end long after it had read its settings again',
      [created(0), started(1), signalled(2, 1), died(20_000, 1)],
      [start(true), exit(false, 1)],
    ],
    [
      'its end in a life that nobody wanted to end, after one that somebody did',
      [created(0), started(1), signalled(2, 15), died(3, 0), started(4), died(5, 1)],
      [start(true), exit(true, 0), start(true), exit(false, 1)],
    ],
    [
      'its end for lack of memory',
      [created(0), started(1), outOfMemory(2), died(3, 137)],
      [start(true), { kind: 'oom-kill' }, exit(false, 137, true)],
    ],
    [
      'its end for lack of memory, which is told too late',
      [created(0), started(1), died(2, 137), outOfMemory(3)],
      [start(true), exit(false, 137)],
    ],
    [
      'another end, after one of its processes was killed for lack of memory',
      [created(0), started(1), outOfMemory(2), died(3, 1)],
      [start(true), { kind: 'oom-kill' }, exit(false, 1)],
    ],
    [
      'an end by a signal, hours after one of its processes was killed for lack of memory',
      [created(0), started(1), outOfMemory(2), died(7_200_000, 137)],
      [start(true), { kind: 'oom-kill' }, exit(false, 137)],
    ],
  ])('is %s', (_, events, said) => {
    expect(listen(...events)).toEqual(said)
  })
})

describe('a container that went down by itself', () => {
  it.each([
    ['stopped while its policy waits to start it again', stopped(3)],
    ['removed', destroyed(3)],
  ])('is not wanted up any more when it is %s', (_, event) => {
    expect(listen(created(0), started(1), died(2, 1), event, destroyed(4))).toEqual([
      start(true),
      exit(false, 1),
      { kind: 'dismissed' },
    ])
  })
})

describe('health', () => {
  it('is told with the time since the start', () => {
    expect(
      listen(
        created(0),
        started(1000),
        health(1001, 'starting'),
        health(5000, 'healthy'),
        health(9000, 'unhealthy'),
      ),
    ).toEqual([start(true), { kind: 'healthy', sinceStartMs: 4000 }, { kind: 'unhealthy' }])
  })

  it('of a container whose start nobody has seen is told without', () => {
    expect(listen(health(5000, 'healthy'))).toEqual([{ kind: 'healthy', sinceStartMs: null }])
  })
})

describe('what was kept of a container', () => {
  const recall = (...whatHappened: readonly (keyof typeof whats)[]) =>
    whatHappened.map((name, index) => happening(index, whats[name])).reduce(remember, unknownLife)

  it('says why it is down', () => {
    expect(recall('started', 'crashed').end).toBe('itself')
    expect(recall('started', 'stopped').end).toBe('asked')
    expect(recall('started', 'crashed', 'dismissed').end).toBe('asked')
  })

  it('says since when it runs, and how healthy it is', () => {
    const { startedAtMs, end, health: word } = recall('started', 'crashed', 'restarted', 'unhealthy')
    expect([startedAtMs, end, word]).toEqual([2, null, 'unhealthy'])
  })

  it('counts how it was found like what was told of it', () => {
    const isUp = { kind: 'found', isRunning: true, health: 'healthy', startedAtMs: 50 } as const
    expect(remember(unknownLife, happening(70, isUp))).toEqual({
      ...unknownLife,
      startedAtMs: 50,
      health: 'healthy',
    })
  })
})
