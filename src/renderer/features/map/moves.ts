import type { LabMap } from './lab-map.ts'
import type { Box } from './lay-out.ts'

/**
 * Where a key leads from a service; null for nowhere. Left and right go along the lines, to the nearest of those that it waits
 * for or that wait for it, and else to the nearest service on that side. Up and down stay in the column.
 */
export function moveOnMap(
  key: string,
  direction: 'left' | 'right' | 'up' | 'down',
  map: LabMap,
  services: ReadonlyMap<string, Box>,
): string | null {
  const here = services.get(key)
  if (!here) return [...services.keys()][0] ?? null
  const isAcross = direction === 'left' || direction === 'right'
  const tied = new Set(
    map.lines.flatMap(({ from, to }) =>
      direction === 'left' && to === key ? [from] : direction === 'right' && from === key ? [to] : [],
    ),
  )
  const others = [...services].filter(([other]) => other !== key)
  const nearest = (candidates: readonly (readonly [string, Box])[], weigh: (box: Box) => number) =>
    candidates.toSorted(([, a], [, b]) => weigh(a) - weigh(b))[0]?.[0] ?? null
  if (isAcross && tied.size > 0) {
    return nearest(
      others.filter(([other]) => tied.has(other)),
      ({ y }) => Math.abs(y - here.y),
    )
  }
  const sign = direction === 'left' || direction === 'up' ? -1 : 1
  if (isAcross) {
    return nearest(
      others.filter(([, { x }]) => (x - here.x) * sign > 0),
      ({ x, y }) => Math.abs(x - here.x) + 2 * Math.abs(y - here.y),
    )
  }
  return nearest(
    others.filter(([, { x, y }]) => (y - here.y) * sign > 0 && Math.abs(x - here.x) < here.width),
    ({ x, y }) => Math.abs(y - here.y) + Math.abs(x - here.x) / 1000,
  )
}
