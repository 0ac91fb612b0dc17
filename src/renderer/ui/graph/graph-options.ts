import type UPlot from 'uplot'
import { colorOf, styleOf } from './graph-colors.ts'
import { type GraphLine, type GraphShape, hasBand } from './graph-data.ts'

/** All graphs on a page share one cursor. */
const cursorKey = 'graphs'

/** How uPlot draws these lines; of a heat map only the axes and the cursor. */
export function plotOptions(
  lines: readonly GraphLine[],
  shape: GraphShape,
  format: (value: number) => string,
  isBinary: boolean,
): Omit<UPlot.Options, 'width' | 'height'> {
  const axis: UPlot.Axis = {
    stroke: () => colorOf('--ink-3'),
    grid: { stroke: () => colorOf('--grid'), width: 1 },
    ticks: { show: false },
  }
  const font = `11px ${styleOf('--font-mono') || 'monospace'}`
  const isHeat = shape.look === 'heat'
  const leastTop = isBinary ? 2 ** 20 : 1
  return {
    legend: { show: false },
    padding: [6, 0, 0, 0],
    cursor: {
      sync: { key: cursorKey, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      // Each would be a layer of its own, in every graph; the values stand beside the names.
      points: { show: false },
      y: false,
    },
    scales: {
      x: { time: true },
      y: { range: (_, __, most) => [0, isHeat ? lines.length : most > 0 ? most * 1.08 : leastTop] },
    },
    axes: [
      { ...axis, font, size: 22, space: 64, values: clockValues },
      isHeat
        ? { ...axis, font, size: 64, grid: { show: false }, ...rowNames(lines) }
        : {
            ...axis,
            font,
            size: 64,
            space: 28,
            values: (_, splits) => splits.map(format),
            ...(isBinary ? { incrs: binarySteps } : {}),
          },
    ],
    ...seriesOf(lines, shape),
  }
}

const hidden: UPlot.Series = { stroke: 'transparent', points: { show: false } }

function seriesOf(
  lines: readonly GraphLine[],
  { look, limit }: GraphShape,
): Pick<UPlot.Options, 'series' | 'bands'> {
  if (look === 'heat') return { series: [{}, hidden] }
  const isStack = look === 'stack'
  const isBand = hasBand(lines, look)
  const line = ({ name, color }: GraphLine, index: number): UPlot.Series => ({
    label: name,
    stroke: () => colorOf(color),
    width: 1.25,
    points: { show: false },
    ...(lines.length === 1 || (isStack && index === 0)
      ? { fill: () => colorOf(color, isStack ? 0.3 : 0.14) }
      : {}),
  })
  const most: UPlot.Series = {
    stroke: () => colorOf('--ink-3'),
    width: 1,
    dash: [3, 3],
    points: { show: false },
  }
  const between = (series: [number, number], color: string, alpha: number): UPlot.Band => ({
    series,
    fill: () => colorOf(color, alpha),
  })
  return {
    series: [{}, ...lines.map(line), ...(isBand ? [hidden, hidden] : []), ...(limit === null ? [] : [most])],
    bands: isStack
      ? lines.slice(1).map(({ color }, index) => between([index + 2, index + 1], color, 0.3))
      : isBand
        ? [between([2, 3], lines[0]?.color ?? '--series', 0.22)]
        : [],
  }
}

/** The first and the last one: the rows are too small for a name each. */
function rowNames(lines: readonly GraphLine[]): Pick<UPlot.Axis, 'splits' | 'values'> {
  const last = lines.length - 1
  const rows = last > 0 ? [0, last] : [0]
  return {
    splits: () => rows.map((row) => row + 0.5),
    values: () => rows.map((row) => lines[row]?.name ?? ''),
  }
}

const binarySteps = Array.from({ length: 46 }, (_, power) => 2 ** power)

const dates = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' })
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Clock times for less than two days, dates for more. */
function clockValues(plot: UPlot, splits: number[]): string[] {
  const spanS = (plot.scales['x']?.max ?? 0) - (plot.scales['x']?.min ?? 0)
  const format = spanS > 2 * 86_400 ? dates : spanS < 600 ? seconds : minutes
  // The last one would be cut off.
  const end = plot.bbox.width / devicePixelRatio - 24
  return splits.map((second) => (plot.valToPos(second, 'x') > end ? '' : format.format(second * 1000)))
}
