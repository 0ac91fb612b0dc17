import { WebSocket } from 'ws'
import { onTestFinished } from 'vitest'
import type { WebDoor } from '../../../../../src/main/web/create-web-door.ts'
import {
  createBridge,
  type Bridge,
  type ConnectionState,
} from '../../../../../src/renderer/bridge/connection.ts'
import { createWebTransport } from '../../../../../src/renderer/bridge/web-transport.ts'
import type { SignedIn } from '../../../web/support/open-door.ts'

export interface Browser {
  /** What the browser holds of its session; a test may take it away. */
  session: SignedIn
  /** The socket that was opened last. */
  socket: WebSocket | null
}

/** The page's bridge over real sockets. A browser adds the origin and the cookie by itself; this does it by hand. */
export function openBridge(
  door: WebDoor,
  session: SignedIn,
): { readonly bridge: Bridge; readonly browser: Browser } {
  const browser: Browser = { session, socket: null }
  const headers = () => ({ origin: door.url, cookie: browser.session.cookie })
  const transport = createWebTransport({
    origin: door.url,
    readProof: () => browser.session.proof,
    openSocket(url, protocols) {
      browser.socket = new WebSocket(url, protocols, { headers: headers() })
      return browser.socket as unknown as globalThis.WebSocket
    },
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers() } }),
  })
  const bridge = createBridge({ transport })
  onTestFinished(() => bridge.dispose())
  return { bridge, browser }
}

export function whenState(bridge: Bridge, wanted: ConnectionState): Promise<void> {
  return when(bridge.subscribe, () => bridge.getState() === wanted)
}

/** Resolves when it holds, looking whenever something changed. */
export function when(subscribe: (listener: () => void) => () => void, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!holds()) return
      unsubscribe()
      resolve()
    }
    const unsubscribe = subscribe(check)
    check()
  })
}
