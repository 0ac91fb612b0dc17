import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import type {
  Firing,
  Schedule,
  ScheduleDefinition,
  ScheduleList,
  ScheduleOutcome,
} from '../../shared/schedule.ts'
import { realDir } from '../store/real-dir.ts'
import { takeWriterLock } from '../store/writer-lock.ts'
import { describeSchedule, whyUnusable } from './describe-schedule.ts'
import { type FiringStore, openFiringStore } from './firing-store.ts'
import { followFiring } from './follow-firing.ts'
import { keepSchedules, type ScheduleKeeper } from './keep-schedules.ts'
import type { ScheduledRuns } from './model.ts'
import { requestOf } from './request-of.ts'
import { checkMode, type KeptSchedule, openScheduleFile } from './schedule-file.ts'

/** What is done at set times. Everything here throws STATE_UNUSABLE. */
export interface Schedules {
  /** Starts what is due from now on, as soon as no other process does. */
  follow(): void
  /** Looks at once what is due: the clock has gone on without us. */
  wake(): void
  /** Null for every lab. */
  list(dir: string | null): ScheduleList
  /** Every schedule with the latest of its times that went well or failed. */
  outcomes(): readonly ScheduleOutcome[]
  /** `dryRun` only says what would be. Throws USAGE for what cannot be used, and NAME_UNKNOWN. */
  set(
    lab: { readonly dir: string; readonly name: string },
    schedule: ScheduleDefinition,
    how: { readonly mode: 'add' | 'change'; readonly dryRun: boolean },
  ): Schedule
  /** Throws NAME_UNKNOWN. */
  pause(dir: string, name: string, isPaused: boolean): Schedule
  /** False when there is no such schedule. */
  remove(dir: string, name: string): boolean
  /** Does now what it does at its time, and returns the run. Throws NAME_UNKNOWN, and what a start throws. */
  runNow(dir: string, name: string): Promise<string>
  dispose(): Promise<void>
}

export interface SchedulesOptions {
  readonly stateDir: string
  readonly configDir: string
  readonly runs: ScheduledRuns
  /** The wall clock, in epoch milliseconds. */
  readonly now: () => number
}

const takeOverEveryMs = 5000

function isDecided({ state }: Firing): boolean {
  return state === 'succeeded' || state === 'failed'
}

export function createSchedules({ stateDir, configDir, runs, now }: SchedulesOptions): Schedules {
  const file = openScheduleFile(configDir)
  const lockFile = join(stateDir, 'schedules.lock')
  const byHand = new Set<Promise<void>>()
  let opened: FiringStore | null = null
  let keeper: ScheduleKeeper | null = null
  let unlock: (() => void) | null = null
  let takeOver: NodeJS.Timeout | null = null
  let failure: string | null = null
  let isDisposed = false

  const store = () => (opened ??= openFiringStore(stateDir))

  function tryToKeep(): void {
    if (isDisposed) return
    try {
      const kept = store()
      unlock = takeWriterLock(lockFile)
      if (unlock)
        keeper = keepSchedules({
          file,
          store: kept,
          runs,
          now,
          onFailure: (text) => (failure = text),
        })
    } catch (error) {
      failure = `Schedules cannot be kept: ${error instanceof Error ? error.message : String(error)}`
    }
    if (!keeper) takeOver = setTimeout(tryToKeep, takeOverEveryMs).unref()
  }

  function whoKeeps(): ScheduleList['keptBy'] {
    if (keeper) return 'this'
    if (!existsSync(lockFile)) return 'nobody'
    const release = takeWriterLock(lockFile)
    release?.()
    return release ? 'nobody' : 'another'
  }

  const describe = (kept: KeptSchedule) => describeSchedule(kept, store().list(kept.dir, kept.name), now())

  function find(dir: string, name: string): KeptSchedule {
    const found = file.list().find((kept) => kept.dir === realDir(dir) && kept.name === name)
    if (!found)
      throw new SwitchyardError('NAME_UNKNOWN', `There is no schedule ${name} for the lab in ${dir}.`, {
        hint: '`switchyard schedule list` shows those that there are.',
      })
    return found
  }

  function write(kept: KeptSchedule, mode: 'add' | 'change'): Schedule {
    const described = describe(kept)
    // First, so that no process finds it due for a time before it was written.
    store().handle(kept.dir, kept.name, now())
    file.set(kept, mode)
    keeper?.wake()
    return described
  }

  return {
    follow: tryToKeep,
    wake: () => keeper?.wake(),
    list(dir) {
      const all = file.list().filter((kept) => dir === null || kept.dir === realDir(dir))
      const wrong = all.map(whyUnusable).find((text) => text !== null) ?? null
      return {
        schedules: all.filter((kept) => whyUnusable(kept) === null).map(describe),
        keptBy: whoKeeps(),
        notice: failure ?? wrong,
      }
    },
    outcomes: () =>
      file.list().map(({ dir, lab, name }) => ({
        dir,
        lab,
        name,
        last: store().list(dir, name).find(isDecided) ?? null,
      })),
    set(lab, schedule, { mode, dryRun }) {
      const kept = { ...schedule, dir: realDir(lab.dir), lab: lab.name }
      const known = file.list().find((each) => each.dir === kept.dir && each.name === kept.name)
      checkMode(kept, known, mode)
      return dryRun ? describe(kept) : write(kept, mode)
    },
    pause: (dir, name, isPaused) => write({ ...find(dir, name), isPaused }, 'change'),
    remove(dir, name) {
      const isRemoved = file.remove(dir, name)
      if (isRemoved) store().forget(realDir(dir), name)
      keeper?.wake()
      return isRemoved
    },
    async runNow(dir, name) {
      const kept = find(dir, name)
      const dueAt = new Date(now()).toISOString()
      const runId = await runs.start(requestOf(kept), name)
      const done = followFiring({ runs, store: store(), kept, dueAt, runId, text: 'by hand' })
        .catch((error: unknown) => {
          failure = `What became of ${name} cannot be kept: ${error instanceof Error ? error.message : String(error)}`
        })
        .finally(() => byHand.delete(done))
      byHand.add(done)
      return runId
    },
    async dispose() {
      isDisposed = true
      if (takeOver) clearTimeout(takeOver)
      await Promise.all([keeper?.dispose(), ...byHand])
      unlock?.()
      opened?.dispose()
    },
  }
}
