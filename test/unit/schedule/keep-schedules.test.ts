import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSchedules, type Schedules } from '../../../src/main/schedule/create-schedules.ts'
import type { ScheduledRuns } from '../../../src/main/schedule/model.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import type { RunEventOf } from '../../../src/shared/run.ts'
import type { ScheduleDefinition } from '../../../src/shared/schedule.ts'
import { definition } from './support/definition.ts'

const lab = { dir: '/lab', name: 'home' }
const zone = 'UTC'

/** Looks again and again until it holds. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 })

/** Runs that begin and end when a test says so. */
function createRuns() {
  const begun: string[] = []
  const ends = new Map<string, (end: RunEventOf<'run-finished'> | null) => void>()
  let refusal: SwitchyardError | null = null
  const runs: ScheduledRuns = {
    async start(request, schedule) {
      await Promise.resolve()
      if (refusal) throw refusal
      begun.push(`${schedule}: ${request.kind}${request.appsOnly ? ' apps' : ''}`)
      return `run-${begun.length}`
    },
    finished: (runId) => new Promise((resolve) => ends.set(runId, resolve)),
    find: () => null,
  }
  const end = (runId: string, outcome: 'succeeded' | 'failed', reason = '') =>
    ends.get(runId)?.({
      type: 'run-finished',
      runId,
      at: '2026-11-23T08:00:01.000Z',
      outcome,
      elapsedMs: 1000,
      unchanged: false,
      failures:
        outcome === 'failed'
          ? [{ service: { stack: 'data', service: 'db' }, step: null, reason, exitCode: null, log: [] }]
          : [],
      notStarted: [],
    })
  return {
    runs,
    begun,
    end,
    refuse: (error: SwitchyardError | null) => (refusal = error),
    breakOff: () => ends.forEach((resolve) => resolve(null)),
  }
}

describe('schedules that are kept', () => {
  const parts: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of parts.splice(0).reverse()) await close()
  })

  function open(start: string) {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-schedules-'))
    let nowMs = Date.parse(start)
    const made = createRuns()
    const create = (): Schedules => {
      const schedules = createSchedules({
        stateDir: join(folder, 'state'),
        configDir: join(folder, 'config'),
        runs: made.runs,
        now: () => nowMs,
      })
      let ended: Promise<void> | null = null
      const dispose = () => (ended ??= (made.breakOff(), schedules.dispose()))
      parts.push(dispose)
      return { ...schedules, dispose }
    }
    parts.push(async () => {
      await Promise.resolve()
      rmSync(folder, { recursive: true })
    })
    const schedules = create()
    const add = (more: Partial<ScheduleDefinition> = {}) =>
      schedules.set(lab, definition({ zone, ...more }), { mode: 'add', dryRun: false })
    const told = (name = 'morning') =>
      schedules
        .list('/lab')
        .schedules.find((each) => each.name === name)
        ?.firings.map(({ dueAt, state, text }) => [dueAt.slice(5, 16), state, text])
    /** The keeper looks at once when a schedule is written. */
    const goTo = (time: string) => {
      nowMs = Date.parse(time)
      schedules.pause('/lab', 'other', true)
    }
    const sleepUntil = (time: string) => (nowMs = Date.parse(time))
    return { ...made, schedules, create, add, told, goTo, sleepUntil, folder }
  }

  const busy = new SwitchyardError('RUN_IN_PROGRESS', 'Another run of home is in progress: start.')

  it('begin what is due, tell how it ended, and do nothing while nobody keeps them', async () => {
    const { schedules, begun, end, add, told, goTo } = open('2026-11-23T07:00:00Z')
    add()
    add({ name: 'other', when: { kind: 'cron', expression: '0 0 1 1 *' } })
    goTo('2026-11-23T08:00:10Z')
    expect([schedules.list(null).keptBy, begun, told()]).toEqual(['nobody', [], []])
    schedules.follow()
    expect(schedules.list(null).keptBy).toBe('this')
    await eventually(() => expect(told()).toEqual([['11-23T08:00', 'running', null]]))
    expect(begun).toEqual(['morning: start apps'])
    end('run-1', 'failed', 'did not get ready')
    await eventually(() => expect(told()).toEqual([['11-23T08:00', 'failed', 'data/db did not get ready']]))
    goTo('2026-11-23T08:00:20Z')
    expect(begun).toHaveLength(1)
  })

  it('are looked at when the machine wakes, and not only when a timer says so', async () => {
    const { schedules, begun, add, sleepUntil } = open('2026-11-23T07:00:00Z')
    schedules.wake()
    add()
    schedules.follow()
    sleepUntil('2026-11-23T08:00:10Z')
    schedules.wake()
    await eventually(() => expect(begun).toEqual(['morning: start apps']))
  })

  it('wait while the lab has another run, and give up after half an hour', async () => {
    const { schedules, begun, refuse, add, told, goTo } = open('2026-11-23T07:59:00Z')
    add()
    add({ name: 'other', when: { kind: 'cron', expression: '0 0 1 1 *' } })
    schedules.follow()
    refuse(busy)
    goTo('2026-11-23T08:00:00Z')
    await eventually(() => expect(told()).toEqual([['11-23T08:00', 'waiting', busy.message]]))
    refuse(null)
    goTo('2026-11-23T08:10:00Z')
    await eventually(() => expect(told()).toEqual([['11-23T08:00', 'running', null]]))
    expect(begun).toEqual(['morning: start apps'])

    refuse(busy)
    goTo('2026-11-24T08:00:00Z')
    await eventually(() =>
      expect(told()?.[0]).toEqual(['11-24T08:00', 'skipped', 'its run of Mon 23 Nov 08:00 still goes on']),
    )
    add({ name: 'night', when: { kind: 'weekly', at: '22:00', days: ['tue'] } })
    goTo('2026-11-24T22:00:00Z')
    await eventually(() => expect(told('night')).toEqual([['11-24T22:00', 'waiting', busy.message]]))
    goTo('2026-11-24T22:30:00Z')
    await eventually(() =>
      expect(told('night')).toEqual([
        ['11-24T22:00', 'skipped', `after waiting for 30m 00s: ${busy.message}`],
      ]),
    )
  })

  it('fail at once when a plan cannot be made, and go on at the next time', async () => {
    const { schedules, begun, refuse, add, told, goTo } = open('2026-11-23T07:59:00Z')
    add()
    add({ name: 'other', when: { kind: 'cron', expression: '0 0 1 1 *' } })
    schedules.follow()
    refuse(new SwitchyardError('LAB_NOT_FOUND', 'There is no lab in /lab.'))
    goTo('2026-11-23T08:00:00Z')
    await eventually(() => expect(told()).toEqual([['11-23T08:00', 'failed', 'There is no lab in /lab.']]))
    refuse(null)
    goTo('2026-11-24T08:00:00Z')
    await eventually(() => expect(begun).toEqual(['morning: start apps']))
  })

  it('are taken over by another process, which tells what was left waiting or running', async () => {
    const { schedules, create, refuse, begun, add, told, goTo } = open('2026-11-23T07:59:00Z')
    add()
    add({ name: 'other', when: { kind: 'cron', expression: '0 0 1 1 *' } })
    add({ name: 'late', when: { kind: 'weekly', at: '08:00', days: ['mon'] } })
    schedules.follow()
    refuse(busy)
    goTo('2026-11-23T08:00:00Z')
    await eventually(() => expect(told('late')).toEqual([['11-23T08:00', 'waiting', busy.message]]))
    const second = create()
    second.follow()
    expect(second.list(null).keptBy).toBe('another')
    await schedules.dispose()
    await eventually(() => expect(second.list(null).keptBy).toBe('this'))
    await eventually(() =>
      expect(second.list(null).schedules.find(({ name }) => name === 'late')?.firings).toEqual([
        {
          dueAt: '2026-11-23T08:00:00.000Z',
          state: 'skipped',
          text: 'Switchyard ended before it could begin',
          runId: null,
        },
      ]),
    )
    expect(begun).toEqual([])
  })

  it('do at once what is asked for by hand, and forget what is removed', async () => {
    const { schedules, begun, end, add, told } = open('2026-11-23T07:59:00Z')
    add({ isPaused: true })
    expect(await schedules.runNow('/lab', 'morning')).toBe('run-1')
    expect([begun, told()]).toEqual([['morning: start apps'], [['11-23T07:59', 'running', 'by hand']]])
    end('run-1', 'succeeded')
    await eventually(() => expect(told()).toEqual([['11-23T07:59', 'succeeded', 'by hand']]))
    expect([schedules.remove('/lab', 'morning'), schedules.remove('/lab', 'morning')]).toEqual([true, false])
    await expect(schedules.runNow('/lab', 'morning')).rejects.toThrow('There is no schedule morning')
    add({ isPaused: true })
    expect(told()).toEqual([])
  })
})
