import { formatServiceRef, formatReadiness } from '../../../src/shared/format.ts'
import type { Plan } from '../../../src/shared/plan.ts'
import type { RunEvent, RunEventOf } from '../../../src/shared/run.ts'

/** The plan that a run began with. */
export function planOf(events: readonly RunEvent[]): Plan {
  const first = events[0]
  if (first?.type !== 'run-started') throw new Error('the run did not begin with run-started')
  return first.plan
}

export function stepIds(events: readonly RunEvent[]): readonly string[] {
  return planOf(events).steps.map(({ id }) => id)
}

/** How each service stood at the end, by `stack/service`. */
export function lastReadiness(events: readonly RunEvent[]): Readonly<Record<string, string>> {
  const changes = changesOf(events).map(
    ({ service, readiness, readyBy }) =>
      [formatServiceRef(service), formatReadiness(readiness, readyBy)] as const,
  )
  return Object.fromEntries(
    Object.entries(Object.fromEntries(changes)).sort(([a], [b]) => a.localeCompare(b)),
  )
}

/** What was said of one service, each word once, in order. */
export function wordsOf(events: readonly RunEvent[], key: string): readonly string[] {
  const words = changesOf(events)
    .filter(({ service }) => formatServiceRef(service) === key)
    .map(({ readiness }) => readiness)
  return words.filter((word, index) => word !== words[index - 1])
}

/** When a service was first said to be ready or done, in epoch milliseconds, by `stack/service`. */
export function readyAtMs(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const ready = changesOf(events).filter(({ readiness }) => readiness === 'ready' || readiness === 'done')
  return new Map(ready.toReversed().map(({ service, at }) => [formatServiceRef(service), Date.parse(at)]))
}

export function noticesOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))
}

function changesOf(events: readonly RunEvent[]): readonly RunEventOf<'service-changed'>[] {
  return events.filter((event) => event.type === 'service-changed')
}
