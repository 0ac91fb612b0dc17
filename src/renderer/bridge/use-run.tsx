import { ORPCError } from '@orpc/client'
import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { RunView } from '../../shared/run-view.ts'
import { createRunStore, type RunSnapshot, type RunStore } from './run-store.ts'
import { useBridge } from './use-bridge.tsx'
import type { Bridge } from './connection.ts'

/** One store a run, whoever looks at it. */
export interface RunStores {
  readonly of: (runId: string) => RunStore
  /** The run as soon as its plan is known. Throws when it cannot be read. */
  readonly whenBegun: (runId: string) => Promise<RunView>
  /** The run's whole story once it is over. Throws when it cannot be read. */
  readonly whenFinished: (runId: string) => Promise<RunView>
}

const RunStoresContext = createContext<RunStores | null>(null)

export function RunStoresProvider({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge()
  const stores = useMemo(() => createRunStores(bridge), [bridge])
  return <RunStoresContext value={stores}>{children}</RunStoresContext>
}

export function useRunStores(): RunStores {
  const stores = use(RunStoresContext)
  if (!stores) throw new Error('useRunStores needs a RunStoresProvider')
  return stores
}

/** A run as it goes on, or as it was; null for none. */
export function useRun(runId: string | null): RunSnapshot | null {
  const stores = useRunStores()
  const store = runId === null ? nobody : stores.of(runId)
  const snapshot = useSyncExternalStore<RunSnapshot | null>(store.subscribe, store.getSnapshot)
  return runId === null ? null : snapshot
}

/**
 * Reads a run again each second while another process carries it out; for a run of this core it does nothing. Give `isOn` only
 * while the run is not known to be over.
 */
export function useRunRefresh(runId: string | null, isOn: boolean): void {
  const stores = useRunStores()
  useEffect(() => {
    if (runId === null || !isOn) return
    const timer = setInterval(() => !document.hidden && stores.of(runId).refresh(), refreshEveryMs)
    return () => clearInterval(timer)
  }, [runId, isOn, stores])
}

const refreshEveryMs = 1000

const nobody = { subscribe: () => () => undefined, getSnapshot: () => null }

/** How many runs are kept after nobody looks at them any more. */
const storesKept = 20

function createRunStores(bridge: Bridge): RunStores {
  const stores = new Map<string, RunStore>()
  const of = (runId: string): RunStore => {
    const known = stores.get(runId)
    if (known) return known
    const store = createRunStore({
      open: (signal) => bridge.client.runs.events({ runId }, { signal }),
      whenOpen: (signal) => whenOpen(bridge, signal),
      // What the core refuses has a code of its own; everything else is the way to it.
      isLost: (error) => !(error instanceof ORPCError) || error.code === 'SERVICE_UNAVAILABLE',
    })
    stores.set(runId, store)
    for (const id of [...stores.keys()].slice(0, -storesKept)) stores.delete(id)
    return store
  }
  const when = (runId: string, isThere: (view: RunView) => boolean): Promise<RunView> => {
    const store = of(runId)
    return new Promise((resolve, reject) => {
      const check = () => {
        const { view, error } = store.getSnapshot()
        if (view && isThere(view)) resolve(view)
        else if (error !== null) reject(error instanceof Error ? error : new Error('the run cannot be read'))
        else return
        unsubscribe()
      }
      const unsubscribe = store.subscribe(check)
      check()
    })
  }
  return {
    of,
    whenBegun: (runId) => when(runId, () => true),
    whenFinished: (runId) => when(runId, ({ finished }) => finished !== null),
  }
}

function whenOpen(bridge: Bridge, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (bridge.getState() !== 'open' && !signal.aborted) return
      unsubscribe()
      signal.removeEventListener('abort', check)
      if (signal.aborted) reject(new Error('nobody waits any more'))
      else resolve()
    }
    const unsubscribe = bridge.subscribe(check)
    signal.addEventListener('abort', check)
    check()
  })
}
