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
  const blockers = goingOn.map(({ id }) => ({ stepId: id, heldBack: listHeldBack(plan, schedule, id) }))
  const holding = blockers.filter(({ heldBack }) => heldBack.length > 0)
  const onPath = critical
    .map((id) => holding.find(({ stepId }) => stepId === id))
    .find((each) => each !== undefined)
  if (onPath) return onPath
  const most = holding.toSorted((a, b) => b.heldBack.length - a.heldBack.length)[0]
  if (most) return most
  const endOf = ({ stepId }: Blocker) => schedule.get(stepId)?.endMs ?? 0
  return blockers.toSorted((a, b) => endOf(b) - endOf(a))[0] ?? null
}

/** Everything that waits for a step, directly or through others, and has not begun. */
export function listHeldBack(plan: Plan, schedule: Schedule, stepId: string): readonly string[] {
  const followers = new Map<string, string[]>()
  for (const [id, waits] of waitsOf(plan)) {
    for (const { id: other } of waits) followers.set(other, [...(followers.get(other) ?? []), id])
  }
  const reached = new Set([stepId])
  for (const id of reached) {
    for (const next of followers.get(id) ?? []) {
      if (schedule.get(next)?.hasBegun !== true) reached.add(next)
    }
  }
  reached.delete(stepId)
  return plan.steps.map(({ id }) => id).filter((id) => reached.has(id))
}
