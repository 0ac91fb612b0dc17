import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openFiringStore } from '../../../src/main/schedule/firing-store.ts'
import { openScheduleFile } from '../../../src/main/schedule/schedule-file.ts'
import { definition } from '../schedule/support/definition.ts'
import { openTestCore, temporaryFolder } from './support/desktop-fixture.ts'

test('a core that sleeps over a schedule sees to it at once when it wakes', async () => {
  const home = await temporaryFolder()
  const stateDir = join(home, '.local/state/switchyard')
  const schedule = definition({ when: { kind: 'cron', expression: '0 0 1 1 *' }, zone: 'UTC' })
  openScheduleFile(join(home, '.config/switchyard')).set({ ...schedule, dir: home, lab: 'home' }, 'add')
  const store = openFiringStore(stateDir)
  store.handle(home, schedule.name, Date.now())
  store.dispose()

  let sleptMs = 0
  const { core } = await openTestCore({ home, records: true, now: () => Date.now() + sleptMs })
  const list = () => core.client.schedules.list({ dir: null })
  await vi.waitFor(async () => expect((await list()).keptBy).toBe('this'))
  expect((await list()).schedules.map(({ firings }) => firings)).toEqual([[]])
  const newYear = Date.UTC(new Date().getUTCFullYear() + 1, 0, 1)
  sleptMs = newYear + 60_000 - Date.now()
  // Far sooner than the next look by a timer.
  await vi.waitFor(
    async () =>
      expect((await list()).schedules[0]?.firings.map(({ dueAt }) => dueAt)).toEqual([
        new Date(newYear).toISOString(),
      ]),
    { timeout: 10_000 },
  )
})
