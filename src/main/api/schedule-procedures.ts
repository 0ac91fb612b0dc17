import { SwitchyardError } from '../../shared/errors.ts'
import type { ScheduledAction } from '../../shared/schedule-words.ts'
import type { LabModel } from '../run/lab-model.ts'
import { isTargeted, parseTargets } from '../run/select-targets.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** What is done at set times. */
export function scheduleProcedures(rooms: Rooms) {
  const procedures = implementer.schedules
  const { schedules } = rooms
  return {
    list: procedures.list.handler(({ input }) => schedules.list(input.dir)),
    set: procedures.set.handler(async ({ input: { dir, schedule, mode, dryRun } }) => {
      const { environment, profiles, action } = schedule
      const model = await modelOf(rooms, { dir, environment, profiles })
      const targets = readScheduledTargets(model, action)
      return schedules.set(model.lab, { ...schedule, action: { ...action, targets } }, { mode, dryRun })
    }),
    pause: procedures.pause.handler(({ input }) => schedules.pause(input.dir, input.name, input.isPaused)),
    remove: procedures.remove.handler(({ input }) => ({ removed: schedules.remove(input.dir, input.name) })),
    runNow: procedures.runNow.handler(async ({ input }) => ({
      runId: await schedules.runNow(input.dir, input.name),
    })),
  }
}

/** Targets by their full names. Throws NAME_UNKNOWN, and ALWAYS_ON where a plan would refuse every time. */
function readScheduledTargets(model: LabModel, { kind, targets }: ScheduledAction): string[] {
  const parsed = parseTargets(model, targets)
  const alwaysOn = model.services.find((service) => service.stack.alwaysOn && isTargeted(parsed, service))
  if (alwaysOn && ['stop', 'restart', 'down'].includes(kind))
    throw new SwitchyardError(
      'ALWAYS_ON',
      `Stack ${alwaysOn.stack.name} is always-on, and no schedule stops it.`,
      {
        hint: 'Name other stacks, or none for everything that is not always-on.',
      },
    )
  return [...parsed.stacks, ...parsed.services]
}
