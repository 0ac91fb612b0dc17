import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Core, createCore } from '../../src/main/core.ts'
import type { ScheduleDefinition } from '../../src/shared/schedule.ts'
import { definition } from '../unit/schedule/support/definition.ts'
import { openLabWith } from './support/lab-fixture.ts'

const compose = `name: timed
services:
  chat:
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s
`

/** By the layout's convention. */
const alwaysOn = `name: timed-infra
services: { proxy: { image: switchyard/fixture:1 } }
`

describe('schedules', () => {
  const parts: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of parts.splice(0).reverse()) await close()
  })
  const soon = { timeout: 45_000, interval: 50 }

  it('start and stop a lab at their times, in one of several processes, until the last one ends', async () => {
    const lab = await openLabWith('timed', { 'apps/compose.yaml': compose, 'infra/compose.yaml': alwaysOn })
    parts.push(async () => lab[Symbol.asyncDispose]())
    const clock = createClock('2026-11-23T07:00:00Z')
    const open = (): Core => {
      const core = createCore({ variables: { ...lab.variables }, records: true, now: clock.now })
      let ended: Promise<void> | null = null
      const dispose = () => (ended ??= core.dispose())
      parts.push(dispose)
      return { ...core, dispose }
    }
    const at = (name: string, time: string, kind: 'start' | 'stop'): ScheduleDefinition =>
      definition({
        name,
        when: { kind: 'weekly', at: time, days: ['mon'] },
        zone: 'UTC',
        action: { kind, appsOnly: true, targets: [] },
      })
    const add = (core: Core, schedule: ScheduleDefinition) =>
      core.client.schedules.set({ dir: lab.dir, schedule, mode: 'add' })
    const scheduled = async () =>
      (await lab.client.runs.history({ dir: lab.dir })).map(({ schedule, kind, outcome }) => [
        schedule,
        kind,
        outcome,
      ])
    const first = open()
    const second = open()
    const keptBy = async (core: Core) => (await core.client.schedules.list({ dir: null })).keptBy
    await vi.waitFor(async () => expect(await keptBy(first)).toBe('this'), soon)
    expect(await keptBy(second)).toBe('another')

    await add(first, { ...at('rest', '00:00', 'stop'), isPaused: true })
    /** Whoever keeps them looks at once when one is written. */
    const goTo = async (core: Core, time: string) => {
      clock.set(time)
      await core.client.schedules.pause({ dir: lab.dir, name: 'rest', isPaused: true })
    }
    const added = await add(first, at('morning', '08:00', 'start'))
    expect(added.next[0]).toBe('2026-11-23T08:00:00.000Z')
    await goTo(first, '2026-11-23T08:00:01Z')
    await vi.waitFor(async () => expect(await scheduled()).toEqual([['morning', 'start', 'succeeded']]), soon)
    expect(await lab.states('timed')).toEqual({ chat: 'running' })
    const { schedules } = await second.client.schedules.list({ dir: lab.dir })
    const [run] = await lab.client.runs.history({ dir: lab.dir })
    expect(schedules[1]?.next[0]).toBe('2026-11-30T08:00:00.000Z')
    await vi.waitFor(
      async () =>
        expect((await second.client.schedules.list({ dir: lab.dir })).schedules[1]?.firings).toEqual([
          { dueAt: '2026-11-23T08:00:00.000Z', state: 'succeeded', text: null, runId: run?.id },
        ]),
      soon,
    )

    // The machine sleeps over a whole day, and the process that is left finds what is due.
    await first.dispose()
    await add(second, at('night', '09:00', 'stop'))
    await second.client.schedules.pause({ dir: lab.dir, name: 'morning', isPaused: true })
    await vi.waitFor(async () => expect(await keptBy(second)).toBe('this'), soon)
    await goTo(second, '2026-11-30T09:10:00Z')
    await vi.waitFor(async () => expect((await scheduled())[0]).toEqual(['night', 'stop', 'succeeded']), soon)
    const [night] = (await second.client.schedules.list({ dir: lab.dir })).schedules.slice(-1)
    expect(night?.firings[0]).toMatchObject({ dueAt: '2026-11-30T09:00:00.000Z' })
    expect(await lab.states('timed')).toEqual({ chat: 'exited' })

    // What fails while nobody looks is told, until it goes well again.
    const alerts = async () => (await lab.client.alerts.list()).open.map(({ kind, text }) => [kind, text])
    const file = join(lab.dir, 'apps/compose.yaml')
    await writeFile(
      file,
      compose.replace('fixture:1', 'missing:1').replace('init:', 'pull_policy: never\n    init:'),
    )
    await second.client.schedules.runNow({ dir: lab.dir, name: 'morning' })
    await vi.waitFor(
      async () =>
        expect(await alerts()).toEqual([['scheduled-run', expect.stringMatching(/^failed: .*missing:1/)]]),
      soon,
    )
    await writeFile(file, compose)
    clock.set('2026-11-30T09:20:00Z')
    await second.client.schedules.runNow({ dir: lab.dir, name: 'morning' })
    await vi.waitFor(async () => expect(await alerts()).toEqual([]), soon)
    expect((await lab.client.alerts.list()).closed).toMatchObject([
      { runId: expect.any(String) as string, ending: 'went well again, 10m 00s later' },
    ])

    const action = { kind: 'stop' as const, appsOnly: false, targets: ['infra'] }
    const never = { ...at('never', '09:00', 'stop'), action }
    await expect(add(second, never)).rejects.toThrow(
      'Stack infra is always-on, and schedules leave it alone.',
    )
    expect(await scheduled()).toHaveLength(4)
    expect(await lab.client.schedules.remove({ dir: lab.dir, name: 'night' })).toEqual({ removed: true })
    await second.dispose()
    expect(await lab.client.schedules.list({ dir: lab.dir })).toMatchObject({
      keptBy: 'nobody',
      schedules: [{ name: 'rest' }, { name: 'morning', isPaused: true, next: [] }],
    })
  })
})

/** A wall clock that stands where it is set. */
function createClock(time: string) {
  let nowMs = Date.parse(time)
  return { now: () => nowMs, set: (next: string) => (nowMs = Date.parse(next)) }
}
