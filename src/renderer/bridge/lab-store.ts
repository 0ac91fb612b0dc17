import type { z } from 'zod'
import type { labSelectionSchema } from '../../shared/selection.ts'
import { formatServiceRef } from '../../shared/format.ts'
import { applyLabEvent, staleAfterMs } from '../../shared/lab-state.ts'
import type { ServiceStatus } from '../../shared/status.ts'
import type { LabEvent, LabSnapshot } from '../../shared/watch.ts'
import type { Bridge, BridgeClient } from './connection.ts'
import { followLab } from './follow-lab.ts'
import { createFrames } from './frames.ts'
import { keepParts } from './keep-parts.ts'

/** Environment and profiles are always said. */
export type FullSelection = Readonly<z.output<typeof labSelectionSchema>>

export interface LabStoreSnapshot {
  readonly selection: FullSelection
  /** Null until the first answer. */
  readonly state: LabSnapshot | null
  /** Whether what is shown may no longer be so: nothing was heard for 2.5 s, or the connection is lost. */
  readonly isStale: boolean
  /** When something was heard last, in epoch milliseconds; exact when `isStale` is true. Null for never. */
  readonly lastEventAtMs: number | null
  /** What the core says against this selection; null while it answers. */
  readonly error: unknown
}

/** The state of one lab as the page shows it. */
export interface LabStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => LabStoreSnapshot
  /** Calls back when this service (`stack/service`) changes, and only then. */
  readonly subscribeService: (key: string, listener: () => void) => () => void
  /** Null for one that the lab does not have. */
  readonly getService: (key: string) => ServiceStatus | null
  /** Another number whenever the whole state came anew: files may have changed, or something was missed. */
  readonly getRevision: () => number
  /** Begins to watch; returns how to stop that. What was seen last stays. */
  readonly watch: () => () => void
}

/** When even signs of life have not come for so long, the connection itself is dead, whatever it says. */
const deadAfterMs = 10_000
const lookEveryMs = 250

/** Nothing is asked before the store is told to watch. */
export function createLabStore(client: BridgeClient, bridge: Bridge, selection: FullSelection): LabStore {
  const listeners = new Set<() => void>()
  const serviceListeners = new Map<string, Set<() => void>>()
  const frames = createFrames(publish)
  let published: LabStoreSnapshot = {
    selection,
    state: null,
    isStale: false,
    lastEventAtMs: null,
    error: null,
  }
  let services = new Map<string, ServiceStatus>()
  let state: LabSnapshot | null = null
  let error: unknown = null
  let heardAtMs: number | null = null
  let isSilent = false
  let revivedAtMs = 0
  let revision = 0

  function publish(): void {
    const isStale = isSilent || bridge.getState() !== 'open'
    const isSame = state === published.state && isStale === published.isStale && error === published.error
    if (isSame) return
    const before = services
    if (state !== published.state) services = indexServices(state)
    // Before the first answer there is nothing that could be out of date.
    published = { selection, state, isStale: isStale && state !== null, lastEventAtMs: heardAtMs, error }
    for (const listener of [...listeners]) listener()
    for (const [key, own] of serviceListeners) {
      if (before.get(key) !== services.get(key)) for (const listener of [...own]) listener()
    }
  }

  function take(event: LabEvent): void {
    heardAtMs = Date.now()
    isSilent = false
    error = null
    if (event.type === 'snapshot') revision += 1
    state = keepParts(state, applyLabEvent(state, event))
    if (event.type !== 'alive' || published.isStale) frames.request()
  }

  function look(): void {
    if (heardAtMs === null) return
    const silentMs = Date.now() - heardAtMs
    if (silentMs < staleAfterMs) return
    if (!isSilent) {
      isSilent = true
      frames.request()
    }
    if (silentMs >= deadAfterMs && Date.now() - revivedAtMs >= deadAfterMs && bridge.getState() === 'open') {
      revivedAtMs = Date.now()
      bridge.reconnect()
    }
  }

  function watch(): () => void {
    const abort = new AbortController()
    // One look every now and then, instead of a timer for every event.
    const looking = setInterval(look, lookEveryMs)
    const unsubscribe = bridge.subscribe(() => frames.request())
    const failed = (reason: unknown) => {
      error = reason
      frames.request()
    }
    void followLab({ ...bridge, client }, selection, { event: take, failed }, abort.signal)
    return () => {
      abort.abort()
      clearInterval(looking)
      unsubscribe()
      frames.cancel()
    }
  }

  return {
    getSnapshot: () => published,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getService: (key) => services.get(key) ?? null,
    getRevision: () => revision,
    subscribeService(key, listener) {
      const own = serviceListeners.get(key) ?? new Set()
      serviceListeners.set(key, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && serviceListeners.get(key) === own) serviceListeners.delete(key)
      }
    },
    watch,
  }
}

function indexServices(state: LabSnapshot | null): Map<string, ServiceStatus> {
  const stacks = state?.status?.stacks ?? []
  return new Map(
    stacks.flatMap((stack) =>
      stack.services.map((service) => [
        formatServiceRef({ stack: stack.name, service: service.name }),
        service,
      ]),
    ),
  )
}
