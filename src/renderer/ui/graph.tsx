import { Download } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { type GraphLine, type GraphTimes, hasBand, summarize, toColumns } from './graph-data.ts'
import { Menu } from './menu.tsx'
import { saveCanvas, saveText } from './save-file.ts'

/** All graphs on a page share one cursor. */
const cursorKey = 'graphs'
/** A shorter drag is a click. */
const leastPixels = 4

/**
 * Lines over time. Dragging chooses a piece of it; the values under the cursor stand beside the names.
 */
export function Graph({
  title,
  times,
  lines,
  format,
  isBinary = false,
  onChoose,
  file,
  height = 132,
}: {
  readonly title: string
  readonly times: GraphTimes
  readonly lines: readonly GraphLine[]
  readonly format: (value: number) => string
  /** Whether the values go in powers of 1024. */
  readonly isBinary?: boolean
  /** Of what was dragged over, in epoch milliseconds. */
  readonly onChoose: (fromMs: number, toMs: number) => void
  /** What is saved is called so; its ending is added. */
  readonly file: { readonly name: string; readonly toCsv: () => string }
  readonly height?: number
}) {
  const place = useRef<HTMLDivElement>(null)
  const values = useRef<HTMLDListElement>(null)
  const drawn = useRef<UPlot | null>(null)
  const columns = useMemo(() => toColumns(times, lines), [times, lines])
  const latest = useRef({ columns, lines, format, onChoose })
  useEffect(() => {
    latest.current = { columns, lines, format, onChoose }
  })
  const shape = JSON.stringify(lines.map(({ name, color }) => [name, color]))

  useEffect(() => {
    const target = place.current
    if (!target) return
    const now = () => latest.current
    const showValues = (plot: UPlot) => tellValues(values.current, now(), plot.cursor.idx ?? null)
    const plot = new UPlot(
      {
        ...baseOptions(now().lines, (value) => now().format(value), isBinary),
        width: target.clientWidth,
        height,
        hooks: {
          setCursor: [showValues],
          setData: [showValues],
          setSelect: [
            (plot) => {
              const { left, width } = plot.select
              const at = (pixels: number) => plot.posToVal(pixels, 'x') * 1000
              if (width >= leastPixels) now().onChoose(at(left), at(left + width))
            },
          ],
        },
      },
      now().columns,
      target,
    )
    drawn.current = plot
    const sizes = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }))
    sizes.observe(target)
    const theme = new MutationObserver(() => plot.redraw(false, true))
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      sizes.disconnect()
      theme.disconnect()
      plot.destroy()
      drawn.current = null
    }
  }, [shape, height, isBinary])

  useEffect(() => {
    drawn.current?.setData(columns)
    drawn.current?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  }, [columns])

  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline gap-3 text-12/5">
        <span className="shrink-0 text-ink-2">{title}</span>
        <dl ref={values} className="ml-auto flex min-w-0 flex-wrap justify-end gap-x-3">
          {lines.map(({ name, color }) => (
            <div key={name} className="flex min-w-0 items-baseline gap-1.5">
              {lines.length > 1 && (
                <span
                  aria-hidden
                  className="h-2 w-[3px] shrink-0 self-center"
                  style={{ background: `var(${color})` }}
                />
              )}
              <dt className={lines.length > 1 ? 'truncate text-11 text-ink-3' : 'sr-only'}>{name}</dt>
              <dd className="numeric shrink-0" />
            </div>
          ))}
        </dl>
        <Menu
          label={`Save ${title}`}
          trigger={
            <button
              type="button"
              aria-label={`Save ${title}`}
              className="self-center rounded-4 p-0.5 text-ink-3 hover:text-ink"
            >
              <Download size={13} aria-hidden />
            </button>
          }
          entries={[
            { label: 'Save as CSV', onSelect: () => saveText(`${file.name}.csv`, file.toCsv()) },
            {
              label: 'Save as PNG',
              onSelect: () => drawn.current && saveCanvas(`${file.name}.png`, drawn.current.ctx.canvas),
            },
          ]}
        />
      </figcaption>
      <div ref={place} role="img" aria-label={summarize(title, lines, format)} style={{ height }} />
    </figure>
  )
}

/** Written past React: the cursor moves more often than anything else on the page. */
function tellValues(
  list: HTMLDListElement | null,
  { lines, format }: { readonly lines: readonly GraphLine[]; readonly format: (value: number) => string },
  index: number | null,
): void {
  const cells = list?.querySelectorAll('dd') ?? []
  for (const [place, { mean }] of lines.entries()) {
    const value = index === null ? mean.findLast((each) => each !== null) : mean[index]
    const cell = cells[place]
    const text = value === undefined || value === null ? '–' : format(value)
    if (cell && cell.textContent !== text) cell.textContent = text
  }
}

function baseOptions(
  lines: readonly GraphLine[],
  format: (value: number) => string,
  isBinary: boolean,
): Omit<UPlot.Options, 'width' | 'height'> {
  const isAlone = hasBand(lines)
  const line = ({ name, color }: GraphLine): UPlot.Series => ({
    label: name,
    stroke: () => colorOf(color),
    width: 1.25,
    points: { show: false },
    ...(isAlone ? { fill: () => colorOf(color, 0.14) } : {}),
  })
  const edge: UPlot.Series = { stroke: 'transparent', points: { show: false } }
  const axis: UPlot.Axis = {
    stroke: () => colorOf('--ink-3'),
    grid: { stroke: () => colorOf('--grid'), width: 1 },
    ticks: { show: false },
  }
  const font = `11px ${styleOf('--font-mono') || 'monospace'}`
  return {
    legend: { show: false },
    padding: [6, 0, 0, 0],
    cursor: {
      sync: { key: cursorKey, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 5 },
      y: false,
    },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] } },
    axes: [
      { ...axis, font, size: 22, space: 64, values: clockValues },
      {
        ...axis,
        font,
        size: 64,
        space: 28,
        values: (_, splits) => splits.map(format),
        ...(isBinary ? { incrs: binarySteps } : {}),
      },
    ],
    series: [{}, ...lines.map(line), ...(isAlone ? [edge, edge] : [])],
    ...(isAlone && lines[0]
      ? { bands: [{ series: [2, 3], fill: () => colorOf(lines[0]?.color ?? '--series', 0.22) }] }
      : {}),
  }
}

const binarySteps = Array.from({ length: 46 }, (_, power) => 2 ** power)

/** Clock times for less than two days, dates for more. */
function clockValues(plot: UPlot, splits: number[]): string[] {
  const spanS = (plot.scales['x']?.max ?? 0) - (plot.scales['x']?.min ?? 0)
  const format = new Intl.DateTimeFormat(
    'en-GB',
    spanS > 2 * 86_400
      ? { day: '2-digit', month: 'short' }
      : { hour: '2-digit', minute: '2-digit', ...(spanS < 600 ? { second: '2-digit' } : {}) },
  )
  return splits.map((second) => format.format(second * 1000))
}

function colorOf(name: string, alpha = 1): string {
  const color = styleOf(name)
  return alpha === 1 ? color : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`
}

function styleOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
