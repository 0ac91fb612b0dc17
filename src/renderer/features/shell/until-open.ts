import type { Bridge } from '../../bridge/connection.ts'

/** Resolves when there is a connection, or when nobody waits any more. */
export function untilOpen(
  bridge: Pick<Bridge, 'getState' | 'subscribe'>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (bridge.getState() !== 'open' && !signal.aborted) return
      unsubscribe()
      signal.removeEventListener('abort', check)
      resolve()
    }
    const unsubscribe = bridge.subscribe(check)
    signal.addEventListener('abort', check)
    check()
  })
}
