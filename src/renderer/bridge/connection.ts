import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import { createDesktopTransport, findDesktop } from './desktop-transport.ts'
import { connectionLost, createResumingLink } from './resuming-link.ts'
import { SignedOut, type Connection, type Transport } from './transport.ts'
import { createWebTransport } from './web-transport.ts'

export type BridgeClient = ContractRouterClient<typeof contract>

/** `signed-out` goes on only after a new link was opened in this browser. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'signed-out'

/** The page's one way to the core, for as long as the page lives. */
export interface Bridge {
  readonly client: BridgeClient
  /** Calls back on every change of the state; returns how to stop that. */
  readonly subscribe: (listener: () => void) => () => void
  readonly getState: () => ConnectionState
  /** Gives up the connection, which seems to be dead, and opens another one at once. */
  readonly reconnect: () => void
  readonly dispose: () => void
}

export interface BridgeOptions {
  readonly transport?: Transport
  /** How long a call waits for a lost connection, in milliseconds. */
  readonly patienceMs?: number
}

const firstPauseMs = 250
const longestPauseMs = 2000
const openingLimitMs = 10_000

/** Connects at once and again whenever the connection is lost. */
export function createBridge({ transport = findTransport(), patienceMs = 3000 }: BridgeOptions = {}): Bridge {
  const listeners = new Set<() => void>()
  const ended = new AbortController()
  let state: ConnectionState = 'connecting'
  let current: Connection | null = null
  let hurry = () => {}

  function change(next: ConnectionState): void {
    if (next === state) return
    state = next
    for (const listener of [...listeners]) listener()
  }

  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  async function keepConnected(): Promise<void> {
    let pauseMs = firstPauseMs
    while (!ended.signal.aborted) {
      try {
        const limit = AbortSignal.any([ended.signal, AbortSignal.timeout(openingLimitMs)])
        current = await transport.open(limit)
        pauseMs = firstPauseMs
        change('open')
        await current.closed
        current = null
        change('lost')
      } catch (error) {
        change(error instanceof SignedOut ? 'signed-out' : state === 'connecting' ? 'connecting' : 'lost')
      }
      // Without a session, only what the person does can help.
      await pause(state === 'signed-out' ? null : pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  function pause(lengthMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = lengthMs === null ? undefined : setTimeout(resolve, lengthMs)
      hurry = () => {
        clearTimeout(timer)
        resolve()
      }
      if (ended.signal.aborted) hurry()
    })
  }

  function whenConnected(signal: AbortSignal | undefined): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown) => {
        clearTimeout(timer)
        unsubscribe()
        signal?.removeEventListener('abort', check)
        if (error === null && current) resolve(current)
        else reject(error instanceof Error ? error : connectionLost(error))
      }
      const check = () => {
        if (signal?.aborted) settle(signal.reason)
        else if (ended.signal.aborted) settle(connectionLost())
        else if (state === 'signed-out') settle(signedOut())
        else if (current) settle(null)
      }
      const timer = setTimeout(() => settle(notBack()), patienceMs)
      const unsubscribe = subscribe(check)
      signal?.addEventListener('abort', check)
      check()
    })
  }

  const forgetWakes = onWake(() => hurry())
  void keepConnected()
  return {
    client: createORPCClient<BridgeClient>(createResumingLink(whenConnected)),
    subscribe,
    getState: () => state,
    reconnect() {
      current?.close()
      hurry()
    },
    dispose() {
      forgetWakes()
      ended.abort()
      current?.close()
      hurry()
    },
  }
}

function findTransport(): Transport {
  return findDesktop() ? createDesktopTransport() : createWebTransport()
}

/** Calls back when it is worth trying at once: the network is back, the page is looked at, another tab has signed in. */
function onWake(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const whenVisible = () => {
    if (!document.hidden) listener()
  }
  window.addEventListener('online', listener)
  window.addEventListener('storage', listener)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('storage', listener)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}

function notBack() {
  return new ORPCError('SERVICE_UNAVAILABLE', {
    message: 'Switchyard does not answer, so nothing was done. Is it still running?',
  })
}

function signedOut() {
  return new ORPCError('UNAUTHORIZED', { message: new SignedOut().message })
}
