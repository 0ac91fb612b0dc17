import type { LogEntry } from './entry.ts'
import type { Level } from './level.ts'
import type { Search } from './search.ts'

/** Which lines are shown. */
export interface Filter {
  readonly levels: ReadonlySet<Level>
  readonly search: Search | null
  /** Whether lines without a match are hidden. */
  readonly onlyMatches: boolean
  /** Only lines of this time, in epoch milliseconds, whatever their level; null for all. */
  readonly window: { readonly fromMs: number; readonly toMs: number } | null
}

/** Whether the line is hidden, shown, or shown and a match. */
export function judge(
  entry: LogEntry,
  { levels, search, onlyMatches, window }: Filter,
): 'hidden' | 'shown' | 'match' {
  if (window && (entry.atMs === null || entry.atMs < window.fromMs || entry.atMs > window.toMs))
    return 'hidden'
  if (!levels.has(entry.level)) return 'hidden'
  if (!search) return 'shown'
  if (search.test(entry.text)) return 'match'
  return onlyMatches ? 'hidden' : 'shown'
}
