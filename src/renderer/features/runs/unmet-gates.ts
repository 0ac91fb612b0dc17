import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import type { Story } from './story.ts'

const enough: Record<Gate['condition'], readonly string[]> = {
  started: ['starting', 'loading', 'ready', 'done'],
  ready: ['ready', 'done'],
  completed: ['done', 'ready'],
}

/** Services that something still waits for, as `stack/service`. What the plan does not start is up already. */
export function listUnmetGates({ view }: Story, gates: readonly Gate[]): readonly string[] {
  const started = new Set(
    view.plan.steps.flatMap((step) => (step.kind === 'start' ? formatServiceRef(step.service) : [])),
  )
  return gates.flatMap(({ on, condition, required }) => {
    const key = formatServiceRef(on)
    const readiness = view.services.get(key)?.readiness ?? 'waiting'
    const isOpen =
      !started.has(key) || enough[condition].includes(readiness) || (!required && readiness === 'failed')
    return isOpen ? [] : [key]
  })
}
