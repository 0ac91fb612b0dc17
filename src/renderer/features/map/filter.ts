import type { LabMap, LineKind } from './lab-map.ts'

export interface MapFilter {
  /** Only this stack and those that it is tied to; null for all. */
  readonly stack: string | null
  /** Services whose name has this in it stand out. */
  readonly text: string
}

/** The stacks that a choice of one shows: itself and its neighbours; null for all. */
export function stacksToShow(map: LabMap, stack: string | null): ReadonlySet<string> | null {
  if (stack === null) return null
  const ofService = (key: string) => map.services.get(key)?.ref.stack ?? ''
  const lines = [
    ...map.stackLines,
    ...map.lines.map(({ from, to }) => ({ from: ofService(from), to: ofService(to) })),
  ]
  return new Set([
    stack,
    ...lines.flatMap(({ from, to }) => (from === stack ? [to] : to === stack ? [from] : [])),
  ])
}

/** Services that a search finds; null while nothing is searched. */
export function findByText(map: LabMap, text: string): ReadonlySet<string> | null {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return null
  return new Set([...map.services.keys()].filter((key) => key.toLowerCase().includes(wanted)))
}

export function describeKind(kind: LineKind): string {
  return {
    ready: 'until it is ready',
    started: 'until it is started',
    completed: 'until it is done',
    order: 'comes after',
  }[kind]
}
