import { formatServiceRef } from '../../../shared/format.ts'
import type { LabGraph } from '../../../shared/detail.ts'

export interface Learned {
  /** `stack/service`. */
  readonly key: string
  readonly usualMs: number | null
}

/**
 * How long these services usually take together, from what each of them took before and who waits for whom among them.
 * Null as long as one of them is unknown.
 */
export function usualOf(services: readonly Learned[], edges: LabGraph['edges']): number | null {
  const own = new Map(services.map(({ key, usualMs }) => [key, usualMs]))
  if (own.size === 0 || [...own.values()].includes(null)) return null
  const before = new Map<string, string[]>()
  for (const { service, gate } of edges) {
    // One that only has to be started takes no time from those after it.
    if (gate.condition === 'started') continue
    const [key, on] = [formatServiceRef(service), formatServiceRef(gate.on)]
    if (own.has(key) && own.has(on)) before.set(key, [...(before.get(key) ?? []), on])
  }
  const known = new Map<string, number>()
  const endOf = (key: string, seen: readonly string[]): number => {
    const found = known.get(key)
    if (found !== undefined) return found
    const starts = (before.get(key) ?? []).filter((on) => !seen.includes(on))
    const end = Math.max(0, ...starts.map((on) => endOf(on, [...seen, key]))) + (own.get(key) ?? 0)
    known.set(key, end)
    return end
  }
  return Math.max(...[...own.keys()].map((key) => endOf(key, [])))
}
