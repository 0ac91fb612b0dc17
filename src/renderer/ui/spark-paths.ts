/** A small line and an area as SVG paths in a box; gaps begin a new piece. Pure. */
export function sparkPaths(
  line: readonly (number | null)[],
  area: readonly (number | null)[],
  { width, height, lineTop }: { readonly width: number; readonly height: number; readonly lineTop: number },
): { readonly line: string; readonly area: string } {
  return {
    line: pieces(line, width, height, lineTop)
      .map((points) => `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`)
      .join(''),
    area: pieces(area, width, height, 1)
      .map((points) => {
        const [firstX] = points[0] ?? [0]
        const [lastX] = points.at(-1) ?? [0]
        return `M${firstX} ${height}L${points.map(([x, y]) => `${x} ${y}`).join('L')}L${lastX} ${height}Z`
      })
      .join(''),
  }
}

type Point = readonly [x: number, y: number]

function pieces(
  values: readonly (number | null)[],
  width: number,
  height: number,
  top: number,
): readonly (readonly Point[])[] {
  const found: Point[][] = []
  let isGap = true
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isGap = true
      continue
    }
    if (isGap) found.push([])
    isGap = false
    const x = round((index / Math.max(1, values.length - 1)) * width)
    found.at(-1)?.push([x, round(height * (1 - Math.min(1, value / top)))])
  }
  return found
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
