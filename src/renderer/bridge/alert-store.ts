import type { AlertList, AlertNotice } from '../../shared/alerts.ts'
import type { BridgeClient } from './connection.ts'
import { keepTrying } from './keep-trying.ts'

/** The alerts as the core tells them. Followed from the first look on. */
export interface AlertStore {
  readonly subscribe: (listener: () => void) => () => void
  /** Null before anything is known. The same object until it changes. */
  readonly get: () => AlertList | null
  readonly onNotice: (listener: (notice: AlertNotice) => void) => () => void
}

const pauses = { firstMs: 2000, longestMs: 30_000 }

export function createAlertStore(client: Pick<BridgeClient, 'alerts'>): AlertStore {
  const listeners = new Set<() => void>()
  const noticeListeners = new Set<(notice: AlertNotice) => void>()
  let list: AlertList | null = null
  let watching: AbortController | null = null

  async function follow(signal: AbortSignal, heard: () => void): Promise<void> {
    try {
      for await (const event of await client.alerts.watch(undefined, { signal })) {
        if (signal.aborted) return
        heard()
        if (event.type === 'list') {
          list = event.list
          for (const listener of [...listeners]) listener()
        } else {
          for (const listener of [...noticeListeners]) listener(event.notice)
        }
      }
    } catch {
      // What was told stays; the connection's own state is told elsewhere.
    }
  }

  /** While anybody listens to either. */
  function keepUp(): void {
    const isWanted = listeners.size + noticeListeners.size > 0
    if (isWanted && !watching) {
      watching = new AbortController()
      const { signal } = watching
      void keepTrying((heard) => follow(signal, heard), pauses, signal)
    } else if (!isWanted) {
      watching?.abort()
      watching = null
    }
  }

  function add<Listener>(all: Set<Listener>, listener: Listener): () => void {
    all.add(listener)
    keepUp()
    return () => {
      all.delete(listener)
      keepUp()
    }
  }

  return {
    subscribe: (listener) => add(listeners, listener),
    get: () => list,
    onNotice: (listener) => add(noticeListeners, listener),
  }
}
