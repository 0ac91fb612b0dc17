/** Where a stack's head stands in the yard, in pixels from its corner. */
export interface Anchor {
  readonly stack: string
  /** Column, from 0. */
  readonly wave: number
  readonly needs: readonly string[]
  /** Middle of the head. */
  readonly y: number
  readonly left: number
  readonly right: number
}

/** One stroke of the ladder between two columns. */
export interface Track {
  readonly path: string
  /** It comes from what does not deliver. */
  readonly isHeld: boolean
}

/**
 * The ladder between neighbouring columns: left stacks merge into its upright, right ones leave it, so that no two cross.
 * `only` shows the routes of that one stack; null those of all.
 */
export function layTracks(
  anchors: readonly Anchor[],
  delivers: (stack: string) => boolean,
  only: string | null,
): readonly Track[] {
  const columns = Map.groupBy(anchors, ({ wave }) => wave)
  return [...columns.keys()].flatMap((wave) => {
    const left = columns.get(wave) ?? []
    const right = columns.get(wave + 1) ?? []
    const [from, to] = only === null ? [left, right] : routesOf(only, left, right)
    return from.length === 0 || to.length === 0 ? [] : layLadder(from, to, delivers)
  })
}

function routesOf(
  only: string,
  left: readonly Anchor[],
  right: readonly Anchor[],
): readonly [readonly Anchor[], readonly Anchor[]] {
  const source = left.find(({ stack }) => stack === only)
  if (source) {
    return [[source], right.filter(({ needs }) => needs.length === 0 || needs.includes(only))]
  }
  const target = right.find(({ stack }) => stack === only)
  if (!target) return [[], []]
  const named = left.filter(({ stack }) => target.needs.includes(stack))
  return [named.length > 0 ? named : left, [target]]
}

function layLadder(
  from: readonly Anchor[],
  to: readonly Anchor[],
  delivers: (stack: string) => boolean,
): readonly Track[] {
  const start = Math.max(...from.map(({ right }) => right))
  const end = Math.min(...to.map(({ left }) => left))
  const middle = round((start + end) / 2)
  const slope = round((end - start) / 4)
  const heights = [...from, ...to].map(({ y }) => y)
  const top = Math.min(...heights)
  const bottom = Math.max(...heights)
  const isDead = !from.some(({ stack }) => delivers(stack))
  const turn = (y: number) => (y === top ? y + slope : y - slope)
  const sources = from.map(({ stack, y }): Track => {
    const isThrough = y === top && to.some((other) => other.y === y)
    const path = isThrough ? `M${start} ${y}H${end}` : `M${start} ${y}H${middle - slope}L${middle} ${turn(y)}`
    return { path, isHeld: !delivers(stack) }
  })
  const targets = to
    .filter(({ y }) => y !== top || !from.some((other) => other.y === y))
    .map(({ y }): Track => ({ path: `M${middle} ${turn(y)}L${middle + slope} ${y}H${end}`, isHeld: isDead }))
  const isStraight = bottom - top < 2 * slope
  const hasThrough = from.some(({ y }) => y === top) && to.some(({ y }) => y === top)
  const bend = hasThrough ? `M${middle - slope} ${top}L${middle} ${top + slope}` : `M${middle} ${top + slope}`
  const upright = isStraight ? [] : [{ path: `${bend}V${bottom - slope}`, isHeld: isDead }]
  return [...sources, ...targets, ...upright]
}

function round(value: number): number {
  return Math.round(value * 2) / 2
}
