import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import { type Gates, collectGates, findCycle } from './gates.ts'
import type { LabService } from '../facts/lab-model.ts'

/**
 * Which of the stopping services must have stopped before each of them does, by `stack/service`: those that need it, also
 * over services that have nothing to stop, like a one-shot that has exited. `twins`: services that are another one's
 * container; who needs them needs that one.
 */
export function collectFollowers(
  stopping: readonly LabService[],
  all: readonly LabService[],
  twins: ReadonlyMap<string, ServiceRef> = new Map(),
): ReadonlyMap<string, readonly string[]> {
  const gates = gatesWithoutCycle(all, twins)
  const followers = new Map<string, string[]>(stopping.map(({ key }) => [key, []]))
  for (const { key } of stopping) {
    for (const needed of firstReached(key, gates, followers)) followers.get(needed)?.push(key)
  }
  return followers
}

/** A start refuses a cycle, but a stop must come to its end; within a project Compose itself allows none. */
function gatesWithoutCycle(services: readonly LabService[], twins: ReadonlyMap<string, ServiceRef>): Gates {
  const collected = collectGates(services)
  const change = (gates: Gates, by: (own: readonly Gate[]) => readonly Gate[]): Gates =>
    new Map([...gates].map(([key, own]) => [key, by(own)]))
  const gates = change(collected, (own) =>
    own.map((gate) => ({ ...gate, on: twins.get(formatServiceRef(gate.on)) ?? gate.on })),
  )
  const candidates = [gates, collected]
  const depended = candidates.map((each) =>
    change(each, (own) => own.filter(({ from }) => from === 'depends_on')),
  )
  return [gates, ...depended].find((each) => !findCycle(each)) ?? new Map()
}

/** The stopping services that a way through the gates meets first. */
function firstReached(
  from: string,
  gates: Gates,
  stopping: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const seen = new Set([from])
  const queue = [from]
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const { on } of gates.get(key) ?? []) {
      const next = formatServiceRef(on)
      if (seen.has(next)) continue
      seen.add(next)
      if (stopping.has(next)) reached.add(next)
      else queue.push(next)
    }
  }
  return reached
}
