import { useMemo } from 'react'
import type { LabView } from '../../../shared/lab.ts'
import { findBlocker, type Blocker } from './blocker.ts'
import { groupRows, type Group } from './groups.ts'
import { heldBy, isSettledWell, type Row } from './rows.ts'
import { endOfSchedule, findCriticalSteps, schedulePlan, scheduleSteps, type Schedule } from './schedule.ts'
import type { Story } from './story.ts'
import type { RunMode } from './use-story.ts'

/** Everything that is computed of a run before it is drawn. */
export interface RunPicture {
  readonly groups: readonly Group[]
  readonly schedule: Schedule
  /** The plan alone, with the usual times. */
  readonly usual: Schedule
  /** Step ids. */
  readonly critical: readonly string[]
  readonly criticalRows: ReadonlySet<string>
  readonly blocker: Blocker | null
  readonly blockerRow: Row | null
  /** The first that waits for what is no step of the run, while nothing else goes on. */
  readonly heldRow: Row | null
  /** What a run shows in which nothing goes on: what failed, or what took longest. */
  readonly fallbackRow: Row | null
  /** Until the expected end, in milliseconds; null when nobody knows. Negative: it takes longer than usual. */
  readonly leftMs: number | null
  readonly settled: number
  readonly total: number
}

export function useRunPicture(story: Story, mode: RunMode, nowMs: number, lab: LabView | null): RunPicture {
  const { plan } = story.view
  const groups = useMemo(() => groupRows(story, lab?.stacks ?? []), [story, lab])
  const usual = useMemo(() => schedulePlan(plan), [plan])
  const isGoingOn = mode === 'live' || mode === 'elsewhere'
  const schedule = useMemo(() => scheduleSteps(story, isGoingOn ? nowMs : null), [story, isGoingOn, nowMs])
  return useMemo(() => {
    const rows = groups.flatMap((group) => group.rows)
    const rowOf = new Map(rows.flatMap((row) => row.stepIds.map((id) => [id, row] as const)))
    const critical = findCriticalSteps(plan, schedule)
    const criticalRows = new Set(critical.flatMap((id) => rowOf.get(id)?.key ?? []))
    const blocker = isGoingOn ? findBlocker(plan, schedule, critical) : null
    const services = rows.filter(({ ref }) => ref !== null)
    const blockerRow = blocker ? (rowOf.get(blocker.stepId) ?? null) : null
    const heldRow =
      isGoingOn && blockerRow === null ? (services.find((row) => heldBy(row) !== null) ?? null) : null
    const last = critical.findLast((id) => rowOf.get(id)?.ref !== undefined)
    return {
      groups,
      schedule,
      usual,
      critical,
      criticalRows,
      blocker,
      blockerRow,
      heldRow,
      fallbackRow:
        services.find(({ state }) => state === 'failed') ??
        heldRow ??
        longestOf(critical.flatMap((id) => rowOf.get(id) ?? [])) ??
        (last === undefined ? null : (rowOf.get(last) ?? null)),
      leftMs: leftOf(schedule, plan.expectedMs, nowMs),
      settled: services.filter(({ state }) => isSettledWell(state)).length,
      total: services.length,
    }
  }, [groups, plan, schedule, usual, isGoingOn, nowMs])
}

function longestOf(rows: readonly Row[]): Row | null {
  const lengthOf = ({ phases, endMs }: Row) => (endMs ?? 0) - (phases[0]?.fromMs ?? 0)
  return rows.filter(({ ref }) => ref !== null).toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? null
}

function leftOf(schedule: Schedule, expectedMs: number | null, nowMs: number): number | null {
  if (expectedMs === null) return null
  const leftMs = endOfSchedule(schedule) - nowMs
  return leftMs > 0 ? leftMs : Math.min(expectedMs - nowMs, 0)
}
