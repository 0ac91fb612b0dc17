import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { AlertList, AlertNotice } from '../../shared/alerts.ts'
import { type AlertStore, createAlertStore } from './alert-store.ts'
import { useClient } from './use-bridge.tsx'

const AlertContext = createContext<AlertStore | null>(null)

export function AlertProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const store = useMemo(() => createAlertStore(client), [client])
  return <AlertContext value={store}>{children}</AlertContext>
}

/** Open and latest closed alerts; null before anything is known. */
export function useAlerts(): AlertList | null {
  const { subscribe, get } = useStore()
  return useSyncExternalStore(subscribe, get)
}

/** How many are open and not dismissed. */
export function useOpenAlertCount(): number {
  const { subscribe, get } = useStore()
  return useSyncExternalStore(
    subscribe,
    () => get()?.open.filter(({ isDismissed }) => !isDismissed).length ?? 0,
  )
}

/** Calls back for each notice. Give a stable listener. */
export function useAlertNotices(listener: (notice: AlertNotice) => void): void {
  const { onNotice } = useStore()
  useEffect(() => onNotice(listener), [onNotice, listener])
}

function useStore(): AlertStore {
  const store = use(AlertContext)
  if (!store) throw new Error('alerts need an AlertProvider above')
  return store
}
