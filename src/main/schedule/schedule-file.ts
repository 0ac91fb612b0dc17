import { join } from 'node:path'
import { z } from 'zod'
import { SwitchyardError } from '../../shared/errors.ts'
import { scheduleDefinitionSchema } from '../../shared/schedule.ts'
import { openListFile } from '../store/list-file.ts'
import { realDir } from '../store/real-dir.ts'

const keptSchema = scheduleDefinitionSchema.extend({ dir: z.string(), lab: z.string() })

/** A schedule with the folder and the name of its lab. */
export type KeptSchedule = Readonly<z.infer<typeof keptSchema>>

/**
 * The operator's schedules in `schedules.json` of the configuration folder. A file that cannot be read as such is never written
 * over. Every call throws STATE_UNUSABLE.
 */
export interface ScheduleFile {
  list(): readonly KeptSchedule[]
  /** Throws USAGE when there is one of that name and none may be, NAME_UNKNOWN when there is none and one must. */
  set(schedule: KeptSchedule, mode: 'add' | 'change'): void
  /** False when there is no such schedule. */
  remove(dir: string, name: string): boolean
}

const mostSchedules = 200

export function openScheduleFile(configDir: string): ScheduleFile {
  const file = join(configDir, 'schedules.json')
  const kept = openListFile({
    file,
    key: 'schedules',
    item: keptSchema,
    unusable: (verb, cause) => unusable(file, verb, cause),
  })
  const isNamed = (dir: string, name: string) => (each: KeptSchedule) =>
    each.dir === realDir(dir) && each.name === name
  return {
    list: () => kept.read(),
    set(schedule, mode) {
      const schedules = kept.read()
      const known = schedules.find(isNamed(schedule.dir, schedule.name))
      checkMode(schedule, known, mode)
      if (!known && schedules.length >= mostSchedules)
        throw new SwitchyardError('USAGE', `There are ${mostSchedules} schedules already.`, {
          hint: 'Remove one first.',
        })
      kept.write(
        known ? schedules.map((each) => (each === known ? schedule : each)) : [...schedules, schedule],
      )
    },
    remove(dir, name) {
      const schedules = kept.read()
      const known = schedules.find(isNamed(dir, name))
      if (known) kept.write(schedules.filter((each) => each !== known))
      return known !== undefined
    },
  }
}

/** Throws when there is one of that name and none may be, and the other way round. */
export function checkMode(
  { name, lab }: Pick<KeptSchedule, 'name' | 'lab'>,
  known: KeptSchedule | undefined,
  mode: 'add' | 'change',
): void {
  if (known && mode === 'add')
    throw new SwitchyardError('USAGE', `${lab} has a schedule ${name} already.`, {
      hint: 'Take another name, or `--replace` it.',
    })
  if (!known && mode === 'change')
    throw new SwitchyardError('NAME_UNKNOWN', `There is no schedule ${name} any more.`)
}

function unusable(file: string, verb: string, cause: unknown): SwitchyardError {
  return new SwitchyardError(
    'STATE_UNUSABLE',
    `The schedules cannot be ${verb}, so nothing is started by them.`,
    {
      place: { file },
      hint: 'Correct the file, or move it away and add the schedules anew.',
      cause,
    },
  )
}
