import type { RecipeSettings } from '../model.ts'
import { parseDurationMs } from './duration.ts'
import type { RecipeEntry } from './schema-recipe.ts'
import { parseSizeMib } from '../../../shared/size.ts'

/** What an entry of `recipes` asks of the host. */
export function readRecipe(entry: RecipeEntry): RecipeSettings {
  const swap = typeof entry.swap === 'string' ? { size: entry.swap } : entry.swap
  const until = entry.until ?? 'ready'
  return {
    swapMib: swap ? parseSizeMib(swap.size) : 0,
    swapPlace: swap?.place ?? 'default',
    pauseGuards: entry.pause_guards ?? false,
    flushCache: entry.flush_cache ?? false,
    until: until === 'ready' ? 'ready' : { forMs: parseDurationMs(until) },
    limitMs: entry.limit === undefined ? null : parseDurationMs(entry.limit),
    whenAvailableBelowMib:
      entry.only_if_available_below === undefined ? null : parseSizeMib(entry.only_if_available_below),
    onFailure: entry.on_failure ?? 'continue',
  }
}
