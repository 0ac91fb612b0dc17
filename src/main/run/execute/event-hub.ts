import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { ContainerEvent, Engine } from '../../engine/model.ts'

/**
 * `resynced`: the engine was away and is back; events were missed, so everything must be looked at anew.
 * `given up`: it stays away, and nothing more will be heard.
 */
export type HubEvent =
  ContainerEvent | { readonly kind: 'resynced' } | { readonly kind: 'given up'; readonly cause: unknown }

/** `atMs`: when it happened, by the engine's clock; null when nobody knows. */
export type HubListener = (event: HubEvent, atMs: number | null) => void

export interface EventHub {
  /** Resolves when the engine is listening, so that no event after it is missed. */
  readonly opened: Promise<void>
  /** Events of one container; returns the end of the subscription. */
  subscribe(containerId: string, listener: HubListener): () => void
  /** Containers that Compose makes, as they appear; returns the end of the subscription. */
  onCreated(listener: (container: { id: string; project: string; service: string }) => void): () => void
  /** Containers of Compose that get another name; the last thing it does to one that it has made anew. */
  onRenamed(listener: (container: { id: string; project: string; service: string }) => void): () => void
  /**
   * Does work on the engine. When the engine goes away meanwhile, waits until it is back and does it again; the work must
   * bear being done twice. Throws ENGINE_UNREACHABLE when it stays away, and the signal's reason when it is aborted while
   * one waits.
   */
  persist<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value>
  dispose(): void
}

export interface HubOptions {
  readonly engine: Engine
  /** How long the engine may stay away before it is given up. */
  readonly patienceMs: number
  readonly onLost: () => void
  readonly onBack: () => void
}

const reconnectEveryMs = 250

/** One event stream for a whole run, which survives a restart of the engine. */
export function createEventHub({ engine, patienceMs, onLost, onBack }: HubOptions): EventHub {
  const abort = new AbortController()
  const listeners = new Map<string, Set<HubListener>>()
  type MadeListener = (container: { id: string; project: string; service: string }) => void
  const madeListeners = { created: new Set<MadeListener>(), renamed: new Set<MadeListener>() }
  const listenTo = (kind: keyof typeof madeListeners, listener: MadeListener) => {
    madeListeners[kind].add(listener)
    return () => void madeListeners[kind].delete(listener)
  }
  let connection: { state: 'opening' | 'open' | 'away' | 'given up'; cause?: unknown } = { state: 'opening' }
  const opened = Promise.withResolvers<void>()
  opened.promise.catch(() => undefined)

  function dispatch(id: string, event: HubEvent, atMs: number | null = null): void {
    for (const listener of listeners.get(id) ?? []) listener(event, atMs)
  }

  function open(): void {
    const wasAway = connection.state === 'away'
    connection = { state: 'open' }
    opened.resolve()
    if (!wasAway) return
    onBack()
    for (const id of listeners.keys()) dispatch(id, { kind: 'resynced' })
  }

  async function listen(): Promise<void> {
    let awaySinceMs: number | null = null
    while (!abort.signal.aborted) {
      try {
        await engine.events(
          abort.signal,
          ({ containerId, project, service, event, atMs }) => {
            const isMade = event.kind === 'created' || event.kind === 'renamed'
            if (isMade && project !== null && service !== null) {
              for (const listener of madeListeners[event.kind])
                listener({ id: containerId, project, service })
            }
            dispatch(containerId, event, atMs)
          },
          () => {
            awaySinceMs = null
            open()
          },
        )
      } catch (cause) {
        if (abort.signal.aborted) return
        awaySinceMs ??= performance.now()
        if (connection.state === 'open') onLost()
        const isFirst = connection.state === 'opening'
        connection = { state: 'away', cause }
        if (isFirst || performance.now() - awaySinceMs > patienceMs) {
          connection = { state: 'given up', cause }
          opened.reject(cause)
          for (const id of listeners.keys()) dispatch(id, { kind: 'given up', cause })
          return
        }
        await sleep(reconnectEveryMs)
      }
    }
  }

  async function waitUntilBack(signal: AbortSignal | undefined): Promise<void> {
    // The stream notices a dead engine a little later than a call does.
    await sleep(reconnectEveryMs, undefined, { signal })
    for (;;) {
      abort.signal.throwIfAborted()
      if (connection.state === 'given up') throw connection.cause
      if (connection.state !== 'away') return
      await sleep(reconnectEveryMs, undefined, { signal })
    }
  }

  void listen()

  return {
    opened: opened.promise,
    subscribe(id, listener) {
      const own = listeners.get(id) ?? new Set()
      listeners.set(id, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(id)
      }
    },
    onCreated: (listener) => listenTo('created', listener),
    onRenamed: (listener) => listenTo('renamed', listener),
    async persist(work, signal) {
      const beganAtMs = performance.now()
      for (;;) {
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof SwitchyardError) || error.code !== 'ENGINE_UNREACHABLE') throw error
          // The stream may be well while this very call never succeeds.
          if (connection.state === 'open' && performance.now() - beganAtMs > patienceMs) throw error
          await waitUntilBack(signal)
        }
      }
    },
    dispose() {
      abort.abort()
    },
  }
}
