import type { Problem } from '../../../shared/errors.ts'
import type { HostReadings, HostState } from '../../../shared/host.ts'
import type { BridgeClient } from '../../bridge/connection.ts'
import { problemsOf } from '../../bridge/problems.ts'

export interface HostObserver {
  readonly event: (event: { readonly readings: HostReadings; readonly state: HostState }) => void
  /** Broken off; it is tried again. */
  readonly lost: (problems: readonly Problem[]) => void
}

const firstPauseMs = 1000
const longestPauseMs = 5000

/** Follows the host until the signal, and begins again after a break. */
export async function followHost(
  client: Pick<BridgeClient, 'host'>,
  selection: Parameters<BridgeClient['host']['watch']>[0],
  observer: HostObserver,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    try {
      for await (const event of await client.host.watch(selection, { signal })) {
        if (signal.aborted) return
        pauseMs = firstPauseMs
        observer.event(event)
      }
    } catch (error) {
      if (!signal.aborted) observer.lost(problemsOf(error))
    }
    await pause(pauseMs, signal)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

function pause(lengthMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, lengthMs)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
