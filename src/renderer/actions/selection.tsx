import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'
import { useLabPart } from '../bridge/use-bridge.tsx'

/** Which lab the page looks at, and through which environment and profiles. */
export interface Selection {
  readonly dir: string
  readonly environment: string | null
  readonly profiles: string[]
}

export interface SelectionControl {
  /** Null until a lab was chosen. */
  readonly selection: Selection | null
  readonly choose: (selection: Selection | null) => void
}

const SelectionContext = createContext<SelectionControl | null>(null)
const storageKey = 'switchyard.selection'

/** Keeps the choice in this browser, so that a reloaded page shows the same lab. */
export function SelectionProvider({ children }: { readonly children: ReactNode }) {
  const [selection, setSelection] = useState(readSelection)
  const choose = useCallback((next: Selection | null) => {
    setSelection(next)
    if (next) localStorage.setItem(storageKey, JSON.stringify(next))
    else localStorage.removeItem(storageKey)
  }, [])
  const control = useMemo(() => ({ selection, choose }), [selection, choose])
  return <SelectionContext value={control}>{children}</SelectionContext>
}

export function useSelectionControl(): SelectionControl {
  const control = use(SelectionContext)
  if (!control) throw new Error('useSelectionControl needs a SelectionProvider')
  return control
}

/** The lab that is shown, for screens that are only there when there is one. */
export function useSelection(): Selection {
  return useLabPart(({ selection }) => selection)
}

function readSelection(): Selection | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return isSelection(kept) ? kept : null
  } catch {
    return null
  }
}

/** Older versions, and whoever else may have written there, are not believed. */
function isSelection(value: unknown): value is Selection {
  const { dir, environment, profiles } = (value ?? {}) as Partial<Record<keyof Selection, unknown>>
  return (
    typeof dir === 'string' &&
    (environment === null || typeof environment === 'string') &&
    Array.isArray(profiles) &&
    profiles.every((name) => typeof name === 'string')
  )
}
