import { formatServiceRef } from '../../shared/lab.ts'
import { type Gates, collectGates, findCycle } from './gates.ts'
import type { LabService } from './lab-model.ts'

/**
 * Which of the stopping services must have stopped before each of them does, by `stack/service`: those that need it, also
 * over services that have nothing to stop, like a one-shot that has exited.
 */
export function collectFollowers(
  stopping: readonly LabService[],
  all: readonly LabService[],
): ReadonlyMap<string, readonly string[]> {
  const gates = gatesWithoutCycle(all)
  const followers = new Map<string, string[]>(stopping.map(({ key }) => [key, []]))
  for (const { key } of stopping) {
    for (const needed of firstReached(key, gates, followers)) followers.get(needed)?.push(key)
  }
  return followers
}

/** A start refuses a cycle, but a stop must come to its end; within a project Compose itself allows none. */
function gatesWithoutCycle(services: readonly LabService[]): Gates {
  const gates = collectGates(services)
  if (!findCycle(gates)) return gates
  return new Map([...gates].map(([key, own]) => [key, own.filter(({ from }) => from === 'depends_on')]))
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
