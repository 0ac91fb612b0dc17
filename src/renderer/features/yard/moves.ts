/** Something in the yard that the keyboard can stand on. */
export interface Place {
  readonly key: string
  /** Column, from 0. */
  readonly wave: number
  /** Middle, from the top of the yard. */
  readonly y: number
  readonly isProblem: boolean
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'problem'

/** Where a key leads; null when nowhere else. Places come in the order in which they are read. */
export function move(places: readonly Place[], current: string | null, direction: Direction): string | null {
  const index = places.findIndex(({ key }) => key === current)
  const here = places[index]
  if (direction === 'problem') {
    const around = [...places.slice(index + 1), ...places.slice(0, index + 1)]
    return around.find(({ isProblem }) => isProblem)?.key ?? null
  }
  if (!here) return places[0]?.key ?? null
  if (direction === 'up' || direction === 'down') {
    const own = places.filter(({ wave }) => wave === here.wave)
    const next = own.indexOf(here) + (direction === 'down' ? 1 : -1)
    return own[next]?.key ?? null
  }
  const beside = places.filter(({ wave }) => (direction === 'right' ? wave > here.wave : wave < here.wave))
  const column =
    direction === 'right'
      ? Math.min(...beside.map(({ wave }) => wave))
      : Math.max(...beside.map(({ wave }) => wave))
  const nearest = beside
    .filter(({ wave }) => wave === column)
    .toSorted((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))
  return nearest[0]?.key ?? null
}
