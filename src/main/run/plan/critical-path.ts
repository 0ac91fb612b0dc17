import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'

/** One service on the way, with its time from start to ready in milliseconds; null when nobody has measured it. */
export interface PathNode {
  readonly key: string
  readonly expectedMs: number | null
  readonly gates: readonly Gate[]
}

export interface CriticalPath {
  /** Keys from the first to the last. */
  readonly path: readonly string[]
  readonly expectedMs: number
}

/**
 * The longest way through the gates. A gate of condition `started` opens at the start of the other one, so only the other
 * one's own waiting counts. Null when no node on it has a known time. The gates must be free of cycles.
 */
export function findCriticalPath(nodes: readonly PathNode[]): CriticalPath | null {
  const ways = longestWays(nodes)
  const last = nodes.toSorted((a, b) => (ways.get(b.key)?.ms ?? 0) - (ways.get(a.key)?.ms ?? 0))[0]
  const way = last && ways.get(last.key)
  if (!way || nodes.every(({ expectedMs }) => expectedMs === null)) return null
  const path: string[] = []
  for (let key: string | null = last.key; key !== null; key = ways.get(key)?.previous ?? null)
    path.unshift(key)
  return { path, expectedMs: way.ms }
}

/**
 * For each node, how long the longest way is that still follows it: what is urgent starts first.
 * Unknown times count as one second, so that depth alone already orders.
 */
export function findUrgency(nodes: readonly PathNode[]): ReadonlyMap<string, number> {
  const followers = new Map<string, PathNode[]>()
  for (const node of nodes) {
    for (const { on } of node.gates) {
      const key = formatServiceRef(on)
      followers.set(key, [...(followers.get(key) ?? []), node])
    }
  }
  const urgency = new Map<string, number>()
  const visit = (node: PathNode): number => {
    const known = urgency.get(node.key)
    if (known !== undefined) return known
    const after = (followers.get(node.key) ?? []).map(visit)
    const total = (node.expectedMs ?? 1000) + Math.max(0, ...after)
    urgency.set(node.key, total)
    return total
  }
  nodes.forEach(visit)
  return urgency
}

function longestWays(
  nodes: readonly PathNode[],
): ReadonlyMap<string, { readonly ms: number; readonly previous: string | null }> {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const ways = new Map<string, { ms: number; previous: string | null }>()
  const visit = (node: PathNode): number => {
    const known = ways.get(node.key)
    if (known) return known.ms
    let waitedMs = 0
    let previous: string | null = null
    for (const gate of node.gates) {
      const other = byKey.get(formatServiceRef(gate.on))
      if (!other) continue
      const readyMs = visit(other)
      const opensMs = gate.condition === 'started' ? readyMs - (other.expectedMs ?? 0) : readyMs
      if (previous === null || opensMs > waitedMs) {
        waitedMs = opensMs
        previous = other.key
      }
    }
    const ms = waitedMs + (node.expectedMs ?? 0)
    ways.set(node.key, { ms, previous })
    return ms
  }
  nodes.forEach(visit)
  return ways
}
