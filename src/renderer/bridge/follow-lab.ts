import type { LabSelection } from '../../shared/selection.ts'
import type { LabEvent } from '../../shared/watch.ts'
import type { Bridge } from './connection.ts'
import { isConnectionLost } from './resuming-link.ts'

const retryPauseMs = 2000

/** Reads a lab's events until the signal, again from a snapshot whenever the stream ends. */
export async function followLab(
  bridge: Pick<Bridge, 'client' | 'getState' | 'subscribe'>,
  selection: LabSelection,
  observer: {
    readonly event: (event: LabEvent) => void
    /** What the core says against it; a lost connection is not told here. */
    readonly failed: (error: unknown) => void
  },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of await bridge.client.labs.watch(selection, { signal })) {
        if (signal.aborted) return
        observer.event(event)
      }
      if (!signal.aborted) await untilWorthIt(bridge, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!isConnectionLost(error)) observer.failed(error)
      await untilWorthIt(bridge, signal, isConnectionLost(error))
    }
  }
}

/** A lost connection is worth asking again when it is back, anything else after a pause. */
function untilWorthIt(
  bridge: Pick<Bridge, 'getState' | 'subscribe'>,
  signal: AbortSignal,
  isLost = false,
): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      unsubscribe()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    let wasAway = isLost && bridge.getState() !== 'open'
    const timer = setTimeout(() => {
      if (bridge.getState() === 'open') finish()
    }, retryPauseMs)
    const unsubscribe = bridge.subscribe(() => {
      if (bridge.getState() !== 'open') wasAway = true
      else if (wasAway) finish()
    })
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
