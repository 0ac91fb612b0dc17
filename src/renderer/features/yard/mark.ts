import { useSyncExternalStore } from 'react'

/** The one place of the yard that keys act on; a stack's name, or `stack/service`. */
export interface Mark {
  readonly get: () => string | null
  readonly set: (key: string) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** Outside of React's state, so that moving the mark draws two rows and not the yard. */
export function createMark(): Mark {
  const listeners = new Set<() => void>()
  let current: string | null = null
  return {
    get: () => current,
    set(key) {
      if (key === current) return
      current = key
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const marks = new Map<string, Mark>()

/** The mark of a lab's yard; whoever comes back to it finds it where it was left. */
export function markOf(labDir: string): Mark {
  const mark = marks.get(labDir) ?? createMark()
  marks.set(labDir, mark)
  return mark
}

export function useIsMarked(mark: Mark, key: string): boolean {
  return useSyncExternalStore(mark.subscribe, () => mark.get() === key)
}

/** Puts these on the one element of a place that takes the focus. */
export function placeProps(key: string, isTabStop: boolean, mark: Mark) {
  return { 'data-place': key, tabIndex: isTabStop ? 0 : -1, onFocus: () => mark.set(key) } as const
}
