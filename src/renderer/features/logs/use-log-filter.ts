import { useCallback, useEffect, useMemo, useState } from 'react'
import { levels as everyLevel, type Level } from './level.ts'
import type { LogStore } from './log-store.ts'
import { compileSearch, type Search, type SearchOptions } from './search.ts'

export const allLevels: ReadonlySet<Level> = new Set(everyLevel)
const aroundEachWayMs = 10_000

export interface FilterControl {
  readonly options: SearchOptions
  readonly search: Search | null
  /** Why the pattern is none; what was looked for before stays in force. */
  readonly error: string | null
  readonly onlyMatches: boolean
  readonly levels: ReadonlySet<Level>
  /** The moment around which every line is shown; null for none. */
  readonly aroundMs: number | null
  readonly setOptions: (options: SearchOptions) => void
  readonly setOnlyMatches: (onlyMatches: boolean) => void
  readonly setLevels: (levels: ReadonlySet<Level>) => void
  readonly setAround: (atMs: number | null) => void
  readonly reset: () => void
}

/** What is looked for and shown, and tells the store. */
export function useLogFilter(store: LogStore): FilterControl {
  const [options, setOptions] = useState<SearchOptions>({ text: '', isRegex: false })
  const [onlyMatches, setOnlyMatches] = useState(false)
  const [levels, setLevels] = useState(allLevels)
  const [aroundMs, setAroundMs] = useState<number | null>(null)
  const compiled = useMemo(() => compileSearch(options), [options])
  const error = compiled !== null && 'error' in compiled ? compiled.error : null
  const search = compiled !== null && 'test' in compiled ? compiled : null
  useEffect(() => {
    const window =
      aroundMs === null ? null : { fromMs: aroundMs - aroundEachWayMs, toMs: aroundMs + aroundEachWayMs }
    if (error === null)
      store.setFilter({
        levels: window ? allLevels : levels,
        search,
        onlyMatches: onlyMatches && !window,
        window,
      })
  }, [store, levels, search, onlyMatches, aroundMs, error])
  const reset = useCallback(() => {
    setOptions((current) => ({ ...current, text: '' }))
    setLevels(allLevels)
    setAroundMs(null)
  }, [])
  return {
    options,
    search,
    error,
    onlyMatches,
    levels,
    aroundMs,
    setOptions,
    setOnlyMatches,
    setLevels,
    setAround: setAroundMs,
    reset,
  }
}
