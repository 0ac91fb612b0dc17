import type { Happening, HealthRecord } from '../../shared/record.ts'

/** A start that a run has seen through. */
export interface RunStart {
  readonly runId: string
  readonly fromMs: number
  readonly toMs: number
  /** Null when it did not get ready in it, or was ready already. */
  readonly elapsedMs: number | null
}

/** The engine tells of a start a little after it has noted the time of it. */
const sameStartMs = 5000

/** Every start of a service, newest first, with the time until it was ready. Pure. */
export function listStarts(
  happenings: readonly Happening[],
  runStarts: readonly RunStart[],
): HealthRecord['starts'] {
  const starts: HealthRecord['starts'] = []
  const byContainer = Map.groupBy(happenings, ({ containerId }) => containerId)
  for (const own of byContainer.values()) {
    for (const [index, { atMs, container, what }] of own.entries()) {
      if (what.kind === 'started') {
        const run = what.cause === 'run' ? findRun(runStarts, atMs) : null
        const readyAfterMs = run?.elapsedMs ?? untilHealthy(own, index)
        starts.push({ atMs, container, cause: what.cause, readyAfterMs, runId: run?.runId ?? null })
      }
      if (what.kind === 'found' && what.isRunning && what.startedAtMs !== null) {
        const startedAtMs = what.startedAtMs
        const isKnown = own.some((each) => {
          const isStart =
            each.what.kind === 'started' || (each.what.kind === 'found' && own.indexOf(each) < index)
          const knownAtMs = each.what.kind === 'found' ? each.what.startedAtMs : each.atMs
          return isStart && knownAtMs !== null && Math.abs(knownAtMs - startedAtMs) < sameStartMs
        })
        if (!isKnown)
          starts.push({ atMs: startedAtMs, container, cause: null, readyAfterMs: null, runId: null })
      }
    }
  }
  return starts.sort((a, b) => b.atMs - a.atMs)
}

function findRun(runStarts: readonly RunStart[], atMs: number): RunStart | null {
  return runStarts.find(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs) ?? null
}

/** From a start to the first success of its health check, if that came in the same life. */
function untilHealthy(own: readonly Happening[], start: number): number | null {
  const startedAtMs = own[start]?.atMs ?? 0
  for (const { atMs, what } of own.slice(start + 1)) {
    if (what.kind === 'healthy') return atMs - startedAtMs
    if (what.kind === 'started' || what.kind === 'exited') return null
  }
  return null
}
