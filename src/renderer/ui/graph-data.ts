import type { AlignedData } from 'uplot'

/** One line of a graph, step by step; null for a gap. `band`: the least and the most are shown around the mean. */
export interface GraphLine {
  readonly name: string
  /** Name of a colour in the styles, like `--series`. */
  readonly color: string
  readonly min: readonly (number | null)[]
  readonly mean: readonly (number | null)[]
  readonly max: readonly (number | null)[]
}

export interface GraphTimes {
  readonly fromMs: number
  readonly stepMs: number
}

/** Columns as uPlot takes them: seconds, then the means, then with a band the most and the least of the only line. Pure. */
export function toColumns({ fromMs, stepMs }: GraphTimes, lines: readonly GraphLine[]): AlignedData {
  const [first] = lines
  const seconds = (first?.mean ?? []).map((_, index) => (fromMs + index * stepMs) / 1000)
  const means = lines.map(({ mean }) => [...mean])
  const band = first && hasBand(lines) ? [[...first.max], [...first.min]] : []
  return [seconds, ...means, ...band]
}

/** Bands of several lines would hide each other. */
export function hasBand(lines: readonly GraphLine[]): boolean {
  return lines.length === 1
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
    const known = (column: readonly (number | null)[]) => column.filter((value) => value !== null)
    return [
      `${format(latest)} now, from ${format(Math.min(...known(min)))} to ${format(Math.max(...known(max)))}`,
    ]
  })
  return parts.length === 0 ? `${title}: nothing was measured in this time` : `${title}: ${parts.join(', ')}`
}
