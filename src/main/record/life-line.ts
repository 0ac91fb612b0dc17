import type { Happening } from '../../shared/record.ts'
import type { Span } from './model.ts'

/** How a service is: `unwanted` when it was stopped, has ended well, or was never there. */
export type ServiceState = 'ready' | 'starting' | 'unhealthy' | 'down' | 'unwanted'

export interface LifePiece extends Span {
  readonly state: ServiceState
}

/** Of several containers the one that is best off says how the service is. */
const bestFirst: readonly ServiceState[] = ['ready', 'starting', 'unhealthy', 'down', 'unwanted']

/**
 * How a service was at each time of the range, without gaps and oldest first. `happenings`: all that is known
 * of it, oldest first, also from before the range. Without a health check it is ready while it runs. Pure.
 */
export function lifeLine(
  happenings: readonly Happening[],
  range: Span,
  hasHealthCheck: boolean,
): readonly LifePiece[] {
  const pieces: LifePiece[] = []
  const containers = new Map<string, ServiceState>()
  let fromMs = range.fromMs
  let state: ServiceState = 'unwanted'
  const close = (toMs: number) => {
    const endMs = Math.min(toMs, range.toMs)
    if (endMs <= fromMs) return
    pieces.push({ fromMs, toMs: endMs, state })
    fromMs = endMs
  }
  for (const { atMs, containerId, what } of happenings) {
    const next = stateAfter(what, hasHealthCheck)
    if (next === null) continue
    // A new container is there instead of one that went down, whose removal nobody may have seen.
    if (what.kind === 'started')
      for (const [id, each] of containers) if (each === 'down') containers.delete(id)
    if (next === 'unwanted') containers.delete(containerId)
    else containers.set(containerId, next)
    const states = new Set(containers.values())
    const after = bestFirst.find((each) => states.has(each)) ?? 'unwanted'
    if (after === state) continue
    close(atMs)
    state = after
  }
  close(range.toMs)
  return pieces
}

/** Null for what changes nothing. */
function stateAfter(what: Happening['what'], hasHealthCheck: boolean): ServiceState | null {
  switch (what.kind) {
    case 'started':
      return hasHealthCheck ? 'starting' : 'ready'
    case 'healthy':
      return 'ready'
    case 'unhealthy':
      return 'unhealthy'
    case 'exited':
      return what.cause === 'itself' && what.exitCode !== 0 ? 'down' : 'unwanted'
    case 'dismissed':
      return 'unwanted'
    case 'found':
      if (!what.isRunning) return 'unwanted'
      if (what.health === 'unhealthy') return 'unhealthy'
      return what.health === 'starting' ? 'starting' : 'ready'
    case 'oom-kill':
    case 'healed':
      return null
  }
}
