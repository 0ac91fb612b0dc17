import type { AlignedData } from 'uplot'

/** One line of a graph, step by step; null for a gap. */
export interface GraphLine {
  readonly name: string
  /** Name of a colour in the styles, like `--series`. */
  readonly color: string
  /** Empty where only means are known. */
  readonly min: readonly (number | null)[]
  readonly mean: readonly (number | null)[]
  readonly max: readonly (number | null)[]
}

export interface GraphTimes {
  readonly fromMs: number
  readonly stepMs: number
}

/** `stack`: each line stands on the one before. `heat`: each line is a row that is the darker the more there is. */
export type GraphLook = 'lines' | 'stack' | 'heat'

export interface GraphShape {
  readonly look: GraphLook
  /** What cannot be exceeded, drawn dashed; null for none. */
  readonly limit: number | null
}

/**
 * Columns as uPlot takes them: seconds, then the means, then with a band the most and the least of the only line, then the limit.
 * Of a heat map the rows are drawn past uPlot. Pure.
 */
export function toColumns(
  { fromMs, stepMs }: GraphTimes,
  lines: readonly GraphLine[],
  { look, limit }: GraphShape,
): AlignedData {
  const [first] = lines
  const seconds = (first?.mean ?? []).map((_, index) => (fromMs + index * stepMs) / 1000)
  if (look === 'heat') return [seconds, seconds.map(() => null)]
  const means = look === 'stack' ? stackUp(lines) : lines.map(({ mean }) => [...mean])
  const band = first && hasBand(lines, look) ? [[...first.max], [...first.min]] : []
  return [seconds, ...means, ...band, ...(limit === null ? [] : [seconds.map(() => limit)])]
}

/** Bands of several lines would hide each other. */
export function hasBand(lines: readonly GraphLine[], look: GraphLook): boolean {
  return look === 'lines' && lines.length === 1 && (lines[0]?.max.length ?? 0) > 0
}

/** Each line with all before it; what is lacking in one counts as nothing while another one is there. */
function stackUp(lines: readonly GraphLine[]): (number | null)[][] {
  const steps = lines[0]?.mean.length ?? 0
  const isGap = Array.from({ length: steps }, (_, step) =>
    lines.every(({ mean }) => (mean[step] ?? null) === null),
  )
  const height = Array<number>(steps).fill(0)
  return lines.map(({ mean }) =>
    isGap.map((gap, step) => (gap ? null : (height[step] = (height[step] ?? 0) + (mean[step] ?? 0)))),
  )
}

/** What stands beside the names: each line, or of the rows of a heat map the fullest one and the mean. Pure. */
export function readoutsOf(lines: readonly GraphLine[], look: GraphLook): readonly GraphLine[] {
  const [first] = lines
  if (look !== 'heat' || !first) return lines
  const over = (fold: (values: readonly number[]) => number) =>
    first.mean.map((_, step) => {
      const values = lines.flatMap(({ mean }) => mean[step] ?? [])
      return values.length === 0 ? null : fold(values)
    })
  const row = (name: string, mean: readonly (number | null)[]) => ({ ...first, name, mean, min: [], max: [] })
  return [
    row(
      'busiest',
      over((values) => Math.max(...values)),
    ),
    row(
      'mean',
      over((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    ),
  ]
}

/** No more steps than that: several become one, with the least, the mean and the most of them. Pure. */
export function mergeSteps(
  times: GraphTimes,
  lines: readonly GraphLine[],
  most: number,
): { readonly times: GraphTimes; readonly lines: readonly GraphLine[] } {
  const width = Math.ceil((lines[0]?.mean.length ?? 0) / most)
  if (width <= 1) return { times, lines }
  const merge = (column: readonly (number | null)[], fold: (values: readonly number[]) => number) =>
    Array.from({ length: Math.ceil(column.length / width) }, (_, step) => {
      const values = column.slice(step * width, (step + 1) * width).filter((value) => value !== null)
      return values.length === 0 ? null : fold(values)
    })
  return {
    times: { fromMs: times.fromMs, stepMs: times.stepMs * width },
    lines: lines.map((line) => ({
      ...line,
      min: merge(line.min, (values) => Math.min(...values)),
      mean: merge(line.mean, (values) => values.reduce((sum, value) => sum + value, 0) / values.length),
      max: merge(line.max, (values) => Math.max(...values)),
    })),
  }
}

/** What the graph says to who does not see it: `CPU: 12 % now, from 3 % to 40 %`; of several lines, each one's latest. Pure. */
export function summarize(
  title: string,
  lines: readonly GraphLine[],
  format: (value: number) => string,
): string {
  const parts = lines.flatMap(({ name, min, mean, max }) => {
    const latest = mean.findLast((value) => value !== null)
    if (latest === undefined || latest === null) return []
    if (lines.length > 1) return [`${name} ${format(latest)}`]
    const known = (column: readonly (number | null)[]) =>
      (column.length === 0 ? mean : column).filter((value) => value !== null)
    return [
      `${format(latest)} now, from ${format(Math.min(...known(min)))} to ${format(Math.max(...known(max)))}`,
    ]
  })
  return parts.length === 0 ? `${title}: nothing was measured in this time` : `${title}: ${parts.join(', ')}`
}
