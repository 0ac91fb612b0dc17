import type { ContainerState, ContainerSummary } from '../engine/model.ts'
import type { ContainerLife } from '../run/facts/explain-container.ts'

/** As the engine writes what has not happened. */
const never = '0001-01-01T00:00:00Z'
const up: readonly ContainerState[] = ['running', 'paused']
const over: readonly ContainerState[] = ['exited', 'dead']

/**
 * What a container's life must be by the engine's list and by what was known of it before, until the engine tells of it
 * alone: what has just changed has changed now. Pure.
 */
export function foreseeLife(
  summary: ContainerSummary,
  before: ContainerLife | undefined,
  now: string,
): ContainerLife {
  const { state, health, exitCode } = summary
  if (!before) {
    const nothing = { startedAt: never, finishedAt: never, oomKilled: false, error: '', healthOutput: null }
    return { ...nothing, state, health, exitCode: exitCode ?? 0 }
  }
  if (before.state === state) return { ...before, health, exitCode: exitCode ?? before.exitCode }
  const isStart = up.includes(state) && !up.includes(before.state)
  const isEnd = over.includes(state) && !over.includes(before.state)
  return {
    ...before,
    state,
    health,
    exitCode: exitCode ?? 0,
    ...(isStart ? { startedAt: now, error: '', oomKilled: false, healthOutput: null } : {}),
    ...(isEnd ? { finishedAt: now } : {}),
  }
}
