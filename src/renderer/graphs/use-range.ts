import { useSyncExternalStore } from 'react'
import { type Range, usualRange } from './range.ts'

let range: Range = usualRange
const listeners = new Set<() => void>()

/** One range for all graphs, so that every screen shows the same time. */
export function useRange(): readonly [Range, (next: Range) => void] {
  return [useSyncExternalStore(subscribe, () => range), setRange]
}

function setRange(next: Range): void {
  range = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
