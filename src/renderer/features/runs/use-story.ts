import { useLabPart } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { useRun, useRunRefresh } from '../../bridge/use-run.tsx'
import { emptyRun, type RunSnapshot } from '../../bridge/run-store.ts'

/**
 * `live`: this core carries it out · `elsewhere`: another process does, and the record of it is read again each second ·
 * `broken`: whoever carried it out died before its end · `finished`.
 */
export type RunMode = 'live' | 'elsewhere' | 'broken' | 'finished'

export interface FollowedRun {
  readonly snapshot: RunSnapshot
  readonly mode: RunMode
  /** Milliseconds since the run began: now, or its end. Told again each second while it goes on. */
  readonly nowMs: number
}

const refreshEveryMs = 1000

/** A run that has just ended elsewhere is in the watch before it is in the record. */
const graceMs = 5000

/** A run as it goes on, wherever it does, or as it was. */
export function useStory(runId: string): FollowedRun {
  const snapshot = useRun(runId) ?? emptyRun
  const { view, isEnded, lastEventAtMs } = snapshot
  const isOver = view !== null && view.finished !== null
  const isUnfinished = isEnded && view !== null && !isOver
  const isOngoing = useLabPart(({ state }) => state?.runs.some(({ id }) => id === runId) ?? true)
  const clockMs = useNow(isOver ? hourMs : refreshEveryMs)
  const isBroken = isUnfinished && !isOngoing && clockMs - (lastEventAtMs ?? 0) > graceMs

  useRunRefresh(runId, isUnfinished && !isBroken)

  const mode = isOver ? 'finished' : isBroken ? 'broken' : isUnfinished ? 'elsewhere' : 'live'
  const startedAtMs = view?.startedAtMs ?? clockMs
  const untilMs = mode === 'finished' || mode === 'broken' ? (lastEventAtMs ?? clockMs) : clockMs
  return { snapshot, mode, nowMs: Math.max(untilMs - startedAtMs, 0) }
}

const hourMs = 3_600_000
