import { formatCount, formatDuration } from '../../../shared/format.ts'
import type { ScheduleDefinition } from '../../../shared/schedule.ts'
import { dueTimes } from './times.ts'

/** A schedule, and up to which time it was seen to. */
export interface Watched {
  readonly dir: string
  readonly schedule: ScheduleDefinition
  /** Everything that was due by then is done with; epoch milliseconds. */
  readonly handledMs: number
}

export type Decision<Each extends Watched = Watched> =
  | {
      readonly type: 'run'
      readonly of: Each
      readonly dueMs: number
      readonly isLate: boolean
      /** How late it is and what was missed before it, in words; null when it is on time. */
      readonly text: string | null
    }
  | { readonly type: 'skip'; readonly of: Each; readonly dueMs: number; readonly text: string }
  /** The clock was set back by so much that what was seen to lies in the future: it begins anew. */
  | { readonly type: 'begin-anew'; readonly of: Each }

/** Nobody looks more often, and a busy machine looks late. */
const onTimeMs = 2 * 60_000
/** A clock that is set right by less does nothing twice. */
const setBackMs = 24 * 60 * 60_000

/**
 * What is to be done now, at `nowMs`, by the wall clock alone: a machine that slept or whose clock was set needs nothing else.
 * Of several times that were missed only the latest counts. What was missed gives way to what the lab was to be later on.
 */
export function decide<Each extends Watched>(
  watched: readonly Each[],
  nowMs: number,
  machineZone: string,
): readonly Decision<Each>[] {
  const decisions = watched.flatMap((each) => decideOne(each, nowMs, machineZone))
  const runs = decisions.filter((decision) => decision.type === 'run')
  return decisions
    .map((decision) => (decision.type === 'run' ? giveWay(decision, runs) : decision))
    .sort((one, other) => timeOf(one) - timeOf(other))
}

type Run<Each extends Watched> = Extract<Decision<Each>, { type: 'run' }>

function decideOne<Each extends Watched>(
  of: Each,
  nowMs: number,
  machineZone: string,
): readonly Decision<Each>[] {
  const { schedule, handledMs } = of
  if (schedule.isPaused) return []
  if (nowMs < handledMs - setBackMs) return [{ type: 'begin-anew', of }]
  const due = dueTimes(schedule.when, schedule.zone ?? machineZone).latest(handledMs, nowMs)
  if (!due) return []
  const { dueMs, earlier } = due
  const lateMs = nowMs - dueMs
  if (lateMs <= onTimeMs) {
    const text = earlier === 0 ? null : `${formatCount(earlier, 'earlier time')} missed`
    return [{ type: 'run', of, dueMs, isLate: false, text }]
  }
  const late = `${formatDuration(lateMs)} late${earlier === 0 ? '' : `, and ${formatCount(earlier, 'earlier time')} missed`}`
  if (lateMs <= schedule.makeUpMinutes * 60_000) return [{ type: 'run', of, dueMs, isLate: true, text: late }]
  const limit =
    schedule.makeUpMinutes === 0
      ? 'what was missed is left out'
      : `it is made up for by ${formatDuration(schedule.makeUpMinutes * 60_000)} at most`
  return [{ type: 'skip', of, dueMs, text: `missed: nobody was there, and it is ${late}; ${limit}` }]
}

function giveWay<Each extends Watched>(run: Run<Each>, runs: readonly Run<Each>[]): Decision<Each> {
  if (!run.isLate) return run
  const later = runs.find((other) => other.dueMs > run.dueMs && contradicts(other.of, run.of))
  if (!later) return run
  const { of, dueMs } = run
  return { type: 'skip', of, dueMs, text: `missed, and ${later.of.schedule.name} came later and counts` }
}

/** Whether two say of the same part of a lab whether it runs. */
function contradicts(one: Watched, other: Watched): boolean {
  if (one.dir !== other.dir || !isSwitch(one) || !isSwitch(other)) return false
  const mine = one.schedule.action.targets
  const others = other.schedule.action.targets
  if (mine.length === 0 || others.length === 0) return true
  return mine.some((target) => others.some((each) => isWithin(target, each) || isWithin(each, target)))
}

function isSwitch({ schedule }: Watched): boolean {
  return ['start', 'stop', 'down'].includes(schedule.action.kind)
}

/** `data/db` is within `data`. */
function isWithin(target: string, other: string): boolean {
  return target === other || target.startsWith(`${other}/`)
}

function timeOf(decision: Decision): number {
  return decision.type === 'begin-anew' ? 0 : decision.dueMs
}
