import { formatServiceRef } from './format.ts'
import type { RunView } from './run-view.ts'

/** How many of the services that a run acts on are where it takes them, or have failed. */
export function countSettled({ plan, services, steps }: RunView): {
  readonly total: number
  readonly settled: number
} {
  const acting = plan.steps.filter(({ kind }) => kind === 'start' || kind === 'stop')
  const settled = acting.filter((step) => {
    if (step.kind === 'start') {
      const seen = services.get(formatServiceRef(step.service))
      return seen !== undefined && ['ready', 'done', 'failed'].includes(seen.readiness)
    }
    return !['running', undefined].includes(steps.get(step.id)?.state)
  })
  return { total: acting.length, settled: settled.length }
}
