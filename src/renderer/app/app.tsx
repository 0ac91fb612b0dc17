import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { ActionsProvider } from '../actions/action-registry.tsx'
import { SelectionProvider } from '../actions/selection.tsx'
import { ToastProvider } from '../actions/toasts.tsx'
import { createBridge } from '../bridge/connection.ts'
import { BridgeProvider } from '../bridge/use-bridge.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Root } from './root.tsx'
import { SettingsProvider } from '../actions/settings.tsx'

/** The page: everything that holds for all screens. */
export function App() {
  const [bridge] = useState(createBridge)
  const [queries] = useState(
    () =>
      new QueryClient({
        // The bridge itself waits for a lost connection; an answer of the core does not get better by asking again.
        defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 5000 } },
      }),
  )
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queries}>
        <BridgeProvider bridge={bridge}>
          <Router hook={useHashLocation}>
            <SettingsProvider>
              <TooltipProvider>
                <ToastProvider>
                  <ActionsProvider>
                    <SelectionProvider>
                      <Root />
                    </SelectionProvider>
                  </ActionsProvider>
                </ToastProvider>
              </TooltipProvider>
            </SettingsProvider>
          </Router>
        </BridgeProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}
