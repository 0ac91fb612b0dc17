import type { Problem } from '../../../shared/errors.ts'
import type { HostReadings, HostState } from '../../../shared/host.ts'
import type { BridgeClient } from '../../bridge/connection.ts'
import { keepTrying } from '../../bridge/keep-trying.ts'
import { problemsOf } from '../../bridge/problems.ts'

export interface HostObserver {
  readonly event: (event: { readonly readings: HostReadings; readonly state: HostState }) => void
  /** Broken off; it is tried again. */
  readonly lost: (problems: readonly Problem[]) => void
}

const pauses = { firstMs: 1000, longestMs: 5000 }

/** Follows the host until the signal, and begins again after a break. */
export function followHost(
  client: Pick<BridgeClient, 'host'>,
  selection: Parameters<BridgeClient['host']['watch']>[0],
  observer: HostObserver,
  signal: AbortSignal,
): Promise<void> {
  const follow = async (heard: () => void) => {
    try {
      for await (const event of await client.host.watch(selection, { signal })) {
        if (signal.aborted) return
        heard()
        observer.event(event)
      }
    } catch (error) {
      if (!signal.aborted) observer.lost(problemsOf(error))
    }
  }
  return keepTrying(follow, pauses, signal)
}
