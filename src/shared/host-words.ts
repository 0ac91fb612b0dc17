import { formatBytes, formatDuration, formatList } from './format.ts'
import type { LeasePart, LeasePartState, Recipe } from './host.ts'

const mib = 1024 * 1024

/** What a recipe asks of the host, in words: `16 GiB of swap, earlyoom paused, until it is ready, at most 16m`. */
export function describeRecipe(recipe: Recipe): string {
  const { swapMib, swapPlace, pauseGuards, flushCache, until, limitMs, whenAvailableBelowMib } = recipe
  const place = swapPlace === 'default' ? '' : ` in ${swapPlace}`
  return [
    ...(swapMib > 0 ? [`${formatBytes(swapMib * mib)} of swap${place}`] : []),
    ...(pauseGuards ? ['earlyoom paused'] : []),
    ...(flushCache ? ['page cache dropped'] : []),
    until === 'ready' ? 'until it is ready' : `for ${formatDuration(until.forMs)}`,
    `at most ${formatDuration(limitMs)}`,
    ...(whenAvailableBelowMib === null
      ? []
      : [`only with less than ${formatBytes(whenAvailableBelowMib * mib)} available`]),
  ].join(', ')
}

/** One change of the host in a few words: `swap on (16 GiB)`, `earlyoom active again`. */
export function describeHostChange(change: {
  readonly part: LeasePart
  readonly state: LeasePartState
  readonly detail: string | null
}): string {
  const words = changeWords[change.part][change.state]
  return change.detail === null ? words : `${words} (${change.detail})`
}

const changeWords: Readonly<Record<LeasePart, Readonly<Record<LeasePartState, string>>>> = {
  swap: {
    changing: 'turning swap on',
    changed: 'swap on',
    skipped: 'swap left as it is',
    failed: 'swap could not be turned on',
    restoring: 'taking swap off',
    restored: 'swap off again',
    pending: 'swap cannot be taken off yet',
  },
  guards: {
    changing: 'pausing earlyoom',
    changed: 'earlyoom paused',
    skipped: 'earlyoom left as it is',
    failed: 'earlyoom could not be paused',
    restoring: 'resuming earlyoom',
    restored: 'earlyoom active again',
    pending: 'earlyoom is still paused',
  },
  cache: {
    changing: 'dropping the page cache',
    changed: 'page cache dropped',
    skipped: 'page cache left as it is',
    failed: 'page cache could not be dropped',
    restoring: 'page cache',
    restored: 'page cache, nothing to give back',
    pending: 'page cache',
  },
}

/** What of the host is changed now, in words; null when nothing is. */
export function describeHeld(
  parts: Iterable<{
    readonly part: LeasePart
    readonly state: LeasePartState
    readonly detail: string | null
  }>,
): string | null {
  const shown = [...parts].filter(({ part, state }) =>
    part === 'cache' ? state === 'changing' : !['skipped', 'failed', 'restored'].includes(state),
  )
  return shown.length === 0 ? null : formatList(shown.map(describeHostChange))
}
