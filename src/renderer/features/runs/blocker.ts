import type { Plan } from '../../../shared/plan.ts'
import { waitsOf, type Schedule } from './schedule.ts'

/** What the run waits for. */
export interface Blocker {
  readonly stepId: string
  /** Steps that have not begun and cannot before it has ended, in the order of the plan. */
  readonly heldBack: readonly string[]
}

/**
 * Among what goes on and holds back others, the first on the critical path; without one, what holds back most; and when
 * nothing holds back anything any more, what ends last. Null when nothing goes on.
 */
export function findBlocker(plan: Plan, schedule: Schedule, critical: readonly string[]): Blocker | null {
  const goingOn = plan.steps.filter(({ id }) => {
    const window = schedule.get(id)
    return window?.hasBegun === true && !window.hasEnded
  })
  const ids = new Set(goingOn.map(({ id }) => id))
  const blockerOf = (stepId: string): Blocker => ({ stepId, heldBack: listHeldBack(plan, schedule, stepId) })
  for (const id of critical) {
    const blocker = ids.has(id) ? blockerOf(id) : null
    if (blocker && blocker.heldBack.length > 0) return blocker
  }
  const most = goingOn
    .map(({ id }) => blockerOf(id))
    .toSorted((a, b) => b.heldBack.length - a.heldBack.length)[0]
  if (!most || most.heldBack.length > 0) return most ?? null
  const endOf = (id: string) => schedule.get(id)?.endMs ?? 0
  const last = goingOn.toSorted((a, b) => endOf(b.id) - endOf(a.id))[0]
  return last ? { stepId: last.id, heldBack: [] } : null
}

/** Everything that waits for a step, directly or through others, and has not begun. */
export function listHeldBack(plan: Plan, schedule: Schedule, stepId: string): readonly string[] {
  const followers = followersOf(plan)
  const reached = new Set([stepId])
  for (const id of reached) {
    for (const next of followers.get(id) ?? []) if (schedule.get(next)?.hasBegun !== true) reached.add(next)
  }
  reached.delete(stepId)
  // Host and GPU wait for nobody to be ready; what that takes is part of the start.
  const own = plan.steps.filter(({ kind }) => kind !== 'lease' && kind !== 'release' && kind !== 'gpu')
  return own.map(({ id }) => id).filter((id) => reached.has(id))
}

const known = new WeakMap<Plan, ReadonlyMap<string, readonly string[]>>()

/** Ids of the steps that wait for each step directly. */
function followersOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const ready = known.get(plan)
  if (ready) return ready
  const followers = new Map<string, string[]>()
  for (const [id, waits] of waitsOf(plan)) {
    for (const { id: other } of waits) {
      const own = followers.get(other)
      if (own) own.push(id)
      else followers.set(other, [id])
    }
  }
  known.set(plan, followers)
  return followers
}
