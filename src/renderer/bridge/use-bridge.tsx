import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import type { ServiceRef } from '../../shared/lab.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { ServiceStatus } from '../../shared/status.ts'
import type { Bridge, BridgeClient, ConnectionState } from './connection.ts'
import type { HostUsage } from './host-usage.ts'
import type { Usage } from './usage-buckets.ts'
import { createUsageStore, type UsageStore } from './usage-store.ts'
import { createLabStore, type FullSelection, type LabStore, type LabStoreSnapshot } from './lab-store.ts'

export type Orpc = ReturnType<typeof createUtilities>

const BridgeContext = createContext<{ readonly bridge: Bridge; readonly orpc: Orpc } | null>(null)
const LabContext = createContext<LabStore | null>(null)
const UsageContext = createContext<UsageStore | null>(null)

export function BridgeProvider({
  bridge,
  children,
}: {
  readonly bridge: Bridge
  readonly children: ReactNode
}) {
  const value = useMemo(() => ({ bridge, orpc: createUtilities(bridge.client) }), [bridge])
  return <BridgeContext value={value}>{children}</BridgeContext>
}

export function useBridge(): Bridge {
  return useBridgeContext().bridge
}

/** Every operation of the core, typed by the contract. */
export function useClient(): BridgeClient {
  return useBridge().client
}

/** The operations as options for `useQuery` and `useMutation`. */
export function useOrpc(): Orpc {
  return useBridgeContext().orpc
}

export function useConnectionState(): ConnectionState {
  const { subscribe, getState } = useBridge()
  return useSyncExternalStore(subscribe, getState)
}

/** Watches a lab for everything below. Another selection starts anew. */
export function LabProvider({
  selection,
  children,
}: {
  readonly selection: FullSelection
  readonly children: ReactNode
}) {
  const bridge = useBridge()
  const key = JSON.stringify([selection.dir, selection.environment, selection.profiles])
  const { store, usage } = useMemo(() => {
    const [dir, environment, profiles] = JSON.parse(key) as [string, string | null, string[]]
    const whole = { dir, environment, profiles }
    return {
      store: createLabStore(bridge.client, bridge, whole),
      usage: createUsageStore(bridge.client, whole),
    }
  }, [bridge, key])
  useEffect(() => store.watch(), [store])
  return (
    <LabContext value={store}>
      <UsageContext value={usage}>{children}</UsageContext>
    </LabContext>
  )
}

/** The lab as it is: changes at most once a frame, and only when something of it does. */
export function useLab(): LabStoreSnapshot {
  const { subscribe, getSnapshot } = useLabStore()
  return useSyncExternalStore(subscribe, getSnapshot)
}

/** What `select` picks of the lab; who uses it is drawn again only when that is another by `===`, so it makes nothing new. */
export function useLabPart<Part>(select: (snapshot: LabStoreSnapshot) => Part): Part {
  const { subscribe, getSnapshot } = useLabStore()
  return useSyncExternalStore(subscribe, () => select(getSnapshot()))
}

/** One service; what watches it is drawn again only when this service changes. Null for one that the lab does not have. */
export function useService(ref: ServiceRef): ServiceStatus | null {
  const store = useLabStore()
  const key = formatServiceRef(ref)
  const subscribe = useMemo(() => store.subscribeService.bind(null, key), [store, key])
  return useSyncExternalStore(subscribe, () => store.getService(key))
}

/** What a service used in the last 15 minutes; null before anything is known. */
export function useUsage({ stack, service }: ServiceRef): Usage | null {
  const store = use(UsageContext)
  if (!store) throw new Error('useUsage needs a LabProvider')
  const subscribe = useCallback(
    (listener: () => void) => store.subscribe({ stack, service }, listener),
    [store, stack, service],
  )
  return useSyncExternalStore(subscribe, () => store.get({ stack, service }))
}

/** What the host used in the last 15 minutes; null before anything is known. */
export function useHostUsage(): HostUsage | null {
  const store = use(UsageContext)
  if (!store) throw new Error('useHostUsage needs a LabProvider')
  return useSyncExternalStore(store.subscribeHost, store.getHost)
}

/** Another number whenever the lab's files may have changed; what was read from them is then to be read again. */
export function useLabRevision(): number {
  const { subscribe, getRevision } = useLabStore()
  return useSyncExternalStore(subscribe, getRevision)
}

/** For what looks at the lab without being drawn again. */
export function useLabStore(): LabStore {
  const store = use(LabContext)
  if (!store) throw new Error('useLab and useService need a LabProvider above them')
  return store
}

function useBridgeContext() {
  const value = use(BridgeContext)
  if (!value) throw new Error('the bridge needs a BridgeProvider above')
  return value
}

function createUtilities(client: BridgeClient) {
  return createTanstackQueryUtils(client)
}
