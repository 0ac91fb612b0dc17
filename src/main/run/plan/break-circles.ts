import { formatServiceRef } from '../../../shared/format.ts'
import type { Step } from '../../../shared/plan.ts'

/**
 * Takes out of create steps what would make them wait for themselves, for a run of such a plan would never end. One create
 * step serves a whole project, so it can stand before and after the same service of another one. What is lost is only that
 * a container is replaced before its turn, or that Compose misses a network and says so.
 */
export function breakCircles(steps: readonly Step[]): readonly Step[] {
  const waits = new Map(steps.map((step) => [step.id, new Set(waitsOf(step))]))
  for (const kind of ['start:', 'create:']) {
    for (const step of steps) {
      const own = waits.get(step.id)
      if (step.kind !== 'create' || !own) continue
      for (const id of step.after) if (id.startsWith(kind) && reaches(id, step.id, waits)) own.delete(id)
    }
  }
  return steps.map((step) => ({ ...step, after: step.after.filter((id) => waits.get(step.id)?.has(id)) }))
}

function waitsOf(step: Step): readonly string[] {
  const gates = step.kind === 'start' ? step.gates.map(({ on }) => `start:${formatServiceRef(on)}`) : []
  return [...step.after, ...gates]
}

function reaches(from: string, to: string, waits: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set([from])
  for (const id of seen) {
    if (id === to) return true
    for (const next of waits.get(id) ?? []) seen.add(next)
  }
  return false
}
