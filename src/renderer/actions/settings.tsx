import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react'
import type { Settings } from '../../shared/app.ts'
import { defaultSettings } from '../../shared/default-settings.ts'
import { useOrpc } from '../bridge/use-bridge.tsx'

export interface SettingsControl {
  readonly settings: Settings
  readonly update: (changes: Partial<Settings>) => void
  readonly error: unknown
}

const SettingsContext = createContext<SettingsControl | null>(null)

/** The operator's settings; until the core has told them, the defaults. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const { data } = useQuery(orpc.settings.get.queryOptions())
  const { mutate, error } = useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: (settings) => queries.setQueryData(orpc.settings.get.queryKey(), settings),
    }),
  )
  const settings = data ?? defaultSettings
  useTheme(settings.theme, data !== undefined)
  const update = useCallback((changes: Partial<Settings>) => mutate(changes), [mutate])
  const control = useMemo(() => ({ settings, update, error }), [settings, update, error])
  return <SettingsContext value={control}>{children}</SettingsContext>
}

export function useSettings(): SettingsControl {
  const control = use(SettingsContext)
  if (!control) throw new Error('useSettings needs a SettingsProvider')
  return control
}

/** Sets the theme on the document; before the choice is known, the style sheet follows the system. */
function useTheme(theme: Settings['theme'], isKnown: boolean): void {
  useEffect(() => {
    if (!isKnown) return
    const system = matchMedia('(prefers-color-scheme: light)')
    const apply = () => {
      document.documentElement.dataset['theme'] =
        theme === 'system' ? (system.matches ? 'light' : 'dark') : theme
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme, isKnown])
}
