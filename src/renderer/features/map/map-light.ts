import { createContext } from 'react'
import type { Related } from './paths.ts'

/** What stands out on the map now; the rest is dimmed. */
export interface MapLight {
  /** The service that is pointed at or has the focus, with all that it is tied to. */
  readonly related: Related | null
  /** What the search finds; null while nothing is searched. */
  readonly found: ReadonlySet<string> | null
  /** The only service that Tab leads to. */
  readonly tabStop: string | null
  readonly point: (key: string | null) => void
}

export const MapLightContext = createContext<MapLight>({
  related: null,
  found: null,
  tabStop: null,
  point: () => undefined,
})

export function isServiceLit({ related, found }: MapLight, key: string): boolean {
  return related ? related.services.has(key) : (found?.has(key) ?? true)
}

export function isLineLit({ related, found }: MapLight, from: string, to: string): boolean {
  if (related) return related.services.has(from) && related.services.has(to)
  return found === null || found.has(from) || found.has(to)
}

export function isStackLit({ related }: MapLight, stack: string): boolean {
  return related?.stacks.has(stack) ?? true
}
