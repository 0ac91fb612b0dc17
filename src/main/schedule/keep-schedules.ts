import { SwitchyardError } from '../../shared/errors.ts'
import { formatDuration } from '../../shared/format.ts'
import type { Firing } from '../../shared/schedule.ts'
import { formatDue, longestWaitMinutes } from '../../shared/schedule-words.ts'
import { whyUnusable } from './describe-schedule.ts'
import type { FiringStore } from './firing-store.ts'
import { followFiring } from './follow-firing.ts'
import type { ScheduledRuns } from './model.ts'
import { requestOf } from './request-of.ts'
import { decide, type Decision } from './rules/decide.ts'
import { dueTimes, machineZone } from './rules/times.ts'
import type { KeptSchedule, ScheduleFile } from './schedule-file.ts'
import { settleLeftOver } from './settle-left-over.ts'

export interface ScheduleKeeperOptions {
  readonly file: ScheduleFile
  readonly store: FiringStore
  readonly runs: ScheduledRuns
  /** The wall clock, in epoch milliseconds. */
  readonly now: () => number
  /** What must not happen, but did: one sentence; null when it goes well again. */
  readonly onFailure: (text: string | null) => void
}

/** Starts what is due until it is ended. Only one process at a time may do so. */
export interface ScheduleKeeper {
  /** Looks at once, because a schedule has changed. */
  wake(): void
  /** Nothing begins after that; resolves when the runs that it has begun are over. */
  dispose(): Promise<void>
}

/** A time that is due while the lab has another run, or the engine is not there. */
interface Waiting {
  readonly kept: KeptSchedule
  readonly dueMs: number
  readonly sinceMs: number
  /** What is said of it besides. */
  readonly text: string | null
}

/** By the wall clock, because timers stand still while the machine sleeps. */
const lookEveryMs = 30_000
const lookEveryWhenWaitingMs = 5000

export function keepSchedules(options: ScheduleKeeperOptions): ScheduleKeeper {
  const { file, store, runs, now, onFailure } = options
  const waiting = new Map<string, Waiting>()
  const going = new Map<string, { readonly dueMs: number; readonly done: Promise<void> }>()
  let timer: NodeJS.Timeout | null = null
  let isDisposed = false
  let looking: Promise<void> = Promise.resolve()

  const put = ({ dir, name }: KeptSchedule, dueMs: number, firing: Omit<Firing, 'dueAt'>) =>
    store.put(dir, name, { dueAt: new Date(dueMs).toISOString(), ...firing })
  const skip = (kept: KeptSchedule, dueMs: number, text: string) =>
    put(kept, dueMs, { state: 'skipped', text, runId: null })

  async function look(): Promise<void> {
    const usable = file.list().filter((kept) => whyUnusable(kept) === null)
    const nowMs = now()
    for (const decision of decide(usable.map(watch), nowMs, machineZone())) take(decision, nowMs)
    dropWhatIsGone(usable)
    for (const each of [...waiting.values()].sort((one, other) => one.dueMs - other.dueMs)) {
      if (isDisposed) return
      await tryToStart(each)
    }
    onFailure(null)
  }

  /** One that nobody has seen to yet counts from now. */
  function watch(kept: KeptSchedule) {
    const { dir, name } = kept
    let handledMs = store.handledMs(dir, name)
    if (handledMs === null) {
      handledMs = now()
      store.handle(dir, name, handledMs)
    }
    return { dir, schedule: kept, handledMs, kept }
  }

  function take(decision: Decision<ReturnType<typeof watch>>, nowMs: number): void {
    const { kept } = decision.of
    const { dir, name } = kept
    // Kept first: what is begun twice is worse than what is not begun.
    store.handle(dir, name, decision.type === 'begin-anew' ? nowMs : decision.dueMs)
    if (decision.type === 'begin-anew') return
    const { dueMs, text } = decision
    const before = waiting.get(keyOf(kept))
    if (before) {
      waiting.delete(keyOf(kept))
      skip(kept, before.dueMs, 'its next time came before it could begin')
    }
    const own = going.get(keyOf(kept))
    if (decision.type === 'skip') skip(kept, dueMs, decision.text)
    else if (own) skip(kept, dueMs, `its run of ${zoned(kept, own.dueMs)} still goes on`)
    else waiting.set(keyOf(kept), { kept, dueMs, sinceMs: nowMs, text })
  }

  function dropWhatIsGone(usable: readonly KeptSchedule[]): void {
    for (const [key, { kept, dueMs }] of waiting) {
      const now = usable.find((each) => keyOf(each) === key)
      if (now && !now.isPaused) continue
      waiting.delete(key)
      if (now) skip(kept, dueMs, 'it was paused before it could begin')
    }
  }

  async function tryToStart({ kept, dueMs, sinceMs, text }: Waiting): Promise<void> {
    const key = keyOf(kept)
    try {
      const runId = await runs.start(requestOf(kept), kept.name)
      waiting.delete(key)
      const dueAt = new Date(dueMs).toISOString()
      const done = followFiring({ runs, store, kept, dueAt, runId, text })
        .catch((error: unknown) => onFailure(`Schedules cannot be kept: ${describe(error).message}`))
        .finally(() => going.delete(key))
      going.set(key, { dueMs, done })
    } catch (error) {
      const { code, message } = describe(error)
      const waitedMs = now() - sinceMs
      const canWait = code === 'RUN_IN_PROGRESS' || code === 'ENGINE_UNREACHABLE'
      const state = isDisposed ? 'skipped' : canWait ? waitState(code, waitedMs) : 'failed'
      if (state !== 'waiting') waiting.delete(key)
      const words = state === 'waiting' ? message : describeEnd(message, canWait ? waitedMs : 0, isDisposed)
      put(kept, dueMs, { state, text: words, runId: null })
    }
  }

  function lookAgain(): void {
    if (isDisposed) return
    timer = setTimeout(wake, untilNextLook()).unref()
  }

  function untilNextLook(): number {
    if (waiting.size > 0) return lookEveryWhenWaitingMs
    try {
      const nowMs = now()
      const next = file
        .list()
        .filter((kept) => !kept.isPaused && whyUnusable(kept) === null)
        .flatMap(({ when, zone }) => dueTimes(when, zone ?? machineZone()).next(nowMs, 1))
      return Math.min(lookEveryMs, ...next.map((dueMs) => dueMs - nowMs))
    } catch {
      return lookEveryMs
    }
  }

  function wake(): void {
    if (timer) clearTimeout(timer)
    looking = looking
      .then(() => (isDisposed ? undefined : look()))
      .catch((error: unknown) => onFailure(`Schedules cannot be kept: ${describe(error).message}`))
      .then(lookAgain)
  }

  looking = looking
    .then(() => settleLeftOver(file, store, runs))
    .catch((error: unknown) => onFailure(`Schedules cannot be kept: ${describe(error).message}`))
  wake()

  return {
    wake,
    async dispose() {
      isDisposed = true
      if (timer) clearTimeout(timer)
      await looking
      await Promise.all([...going.values()].map(({ done }) => done))
    },
  }
}

function keyOf({ dir, name }: KeptSchedule): string {
  return JSON.stringify([dir, name])
}

function zoned({ zone }: KeptSchedule, dueMs: number): string {
  return formatDue(dueMs, zone ?? machineZone())
}

function waitState(code: string, waitedMs: number): Firing['state'] {
  if (waitedMs < longestWaitMinutes * 60_000) return 'waiting'
  return code === 'RUN_IN_PROGRESS' ? 'skipped' : 'failed'
}

function describeEnd(message: string, waitedMs: number, isEnding: boolean): string {
  if (isEnding) return 'Switchyard ended before it could begin'
  return waitedMs === 0 ? message : `after waiting for ${formatDuration(waitedMs)}: ${message}`
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error)
  return { code: error instanceof SwitchyardError ? error.code : 'INTERNAL', message }
}
