import { containersForTargets } from '../run/plan/containers-for-targets.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'
import { readScheduledTargets } from './scheduled-targets.ts'

/** What is done at set times. */
export function scheduleProcedures(rooms: Rooms) {
  const procedures = implementer.schedules
  const { schedules } = rooms
  return {
    list: procedures.list.handler(({ input }) => schedules.list(input.dir)),
    set: procedures.set.handler(async ({ input: { dir, schedule, mode, dryRun } }) => {
      const { environment, profiles, action } = schedule
      const model = await modelOf(rooms, { dir, environment, profiles })
      const containers = await containersForTargets(model, action.targets, rooms.engine)
      const targets = readScheduledTargets(model, action, containers)
      return schedules.set(model.lab, { ...schedule, action: { ...action, targets } }, { mode, dryRun })
    }),
    pause: procedures.pause.handler(({ input }) => schedules.pause(input.dir, input.name, input.isPaused)),
    remove: procedures.remove.handler(({ input }) => ({ removed: schedules.remove(input.dir, input.name) })),
    runNow: procedures.runNow.handler(async ({ input }) => ({
      runId: await schedules.runNow(input.dir, input.name),
    })),
  }
}
