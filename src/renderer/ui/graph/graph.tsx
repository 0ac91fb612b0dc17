import { Download, Table2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import 'uplot/dist/uPlot.min.css'
import { Menu } from '../menu.tsx'
import { saveCanvas, saveText } from '../save-file.ts'
import { createPlot, type Plot } from './create-plot.ts'
import { type GraphLine, type GraphLook, type GraphTimes, readoutsOf, summarize } from './graph-data.ts'
import { type GraphMark, tellMarks } from './graph-marks.ts'
import { drawPicture } from './graph-picture.ts'
import { GraphTable } from './graph-table.tsx'

/**
 * Lines over time, and what happened. Dragging chooses a piece of it; the values under the cursor stand beside the names. The
 * same as a table for who would rather read; marks are told where the pointer is, and need to stand in words elsewhere.
 */
export function Graph({
  title,
  times,
  lines,
  marks = noMarks,
  look = 'lines',
  limit = null,
  format,
  isBinary = false,
  onChoose,
  file,
  height = 132,
}: {
  readonly title: string
  readonly times: GraphTimes
  readonly lines: readonly GraphLine[]
  readonly marks?: readonly GraphMark[]
  readonly look?: GraphLook
  /** What cannot be exceeded. */
  readonly limit?: number | null
  readonly format: (value: number) => string
  /** Whether the values go in powers of 1024. */
  readonly isBinary?: boolean
  /** Of what was dragged over, in epoch milliseconds. */
  readonly onChoose: (fromMs: number, toMs: number) => void
  /** What is saved is called so; its ending is added. */
  readonly file: { readonly name: string; readonly toCsv: () => string }
  readonly height?: number
}) {
  const [isTable, setIsTable] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const values = useRef<HTMLDListElement>(null)
  const told = useRef<HTMLParagraphElement>(null)
  const drawn = useRef<Plot | null>(null)
  const readouts = useMemo(() => readoutsOf(lines, look), [lines, look])
  const latest = useRef({ times, lines, marks, readouts, format, onChoose })
  useEffect(() => {
    latest.current = { times, lines, marks, readouts, format, onChoose }
  })
  const names = JSON.stringify(lines.map(({ name, color }) => [name, color]))

  useEffect(() => {
    const target = place.current
    if (!target) return
    const now = () => latest.current
    const plot = createPlot(target, now(), {
      look,
      limit,
      isBinary,
      height,
      handlers: {
        format: (value) => now().format(value),
        onChoose: (fromMs, toMs) => now().onChoose(fromMs, toMs),
        onStep: (step) => tellValues(values.current, now(), step),
        onPoint: (point) => tellNear(told.current, point, now().marks),
      },
    })
    drawn.current = plot
    return () => {
      plot.dispose()
      drawn.current = null
    }
  }, [names, look, limit, height, isBinary, isTable])

  useEffect(() => {
    drawn.current?.show({ times, lines, marks })
    if (isTable) tellValues(values.current, latest.current, null)
  }, [times, lines, marks, isTable])

  return (
    <figure className="relative min-w-0">
      <figcaption className="flex items-baseline gap-3 text-12/5">
        <span className="shrink-0 text-ink-2">
          {title}
          {limit !== null && <span className="numeric text-11 text-ink-3"> of {format(limit)}</span>}
        </span>
        <dl ref={values} className="ml-auto flex min-w-0 flex-wrap justify-end gap-x-3">
          {readouts.map(({ name, color }) => (
            <div key={name} className="flex min-w-0 items-baseline gap-1.5">
              {readouts.length > 1 && look !== 'heat' && (
                <span
                  aria-hidden
                  className="h-2 w-[3px] shrink-0 self-center"
                  style={{ background: `var(${color})` }}
                />
              )}
              <dt className={readouts.length > 1 ? 'truncate text-11 text-ink-3' : 'sr-only'}>{name}</dt>
              <dd className="numeric shrink-0" />
            </div>
          ))}
        </dl>
        <button
          type="button"
          aria-label={`${title} as a table`}
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
          className={`${small} ${isTable ? 'text-ink' : 'text-ink-3'}`}
        >
          <Table2 size={13} aria-hidden />
        </button>
        <Menu
          label={`Save ${title}`}
          trigger={
            <button type="button" aria-label={`Save ${title}`} className={`${small} -ml-2 text-ink-3`}>
              <Download size={13} aria-hidden />
            </button>
          }
          entries={[
            { label: 'Save as CSV', onSelect: () => saveText(`${file.name}.csv`, file.toCsv()) },
            {
              label: 'Save as PNG',
              disabled: isTable,
              onSelect: () =>
                drawn.current &&
                saveCanvas(
                  `${file.name}.png`,
                  drawPicture(drawn.current.canvas(), {
                    title: limit === null ? title : `${title} of ${format(limit)}`,
                    lines: readouts,
                    format,
                  }),
                ),
            },
          ]}
        />
      </figcaption>
      {isTable ? (
        <GraphTable title={title} times={times} lines={lines} format={format} />
      ) : (
        <div className="relative">
          <div
            ref={place}
            role="img"
            aria-label={summarize(title, readouts, format)}
            className="contain-strict"
            style={{ height }}
          />
          <p
            ref={told}
            aria-hidden
            hidden
            className="pointer-events-none absolute top-1 right-1 max-w-[70%] rounded-4 border border-line bg-overlay px-2 py-1 text-11 whitespace-pre-line text-ink-2"
          />
        </div>
      )}
    </figure>
  )
}

const noMarks: readonly GraphMark[] = []
const small = 'shrink-0 self-center rounded-4 p-1.5 -my-1 hover:text-ink'

/** Written past React: the cursor moves more often than anything else on the page. */
function tellValues(
  list: HTMLDListElement | null,
  {
    readouts,
    format,
  }: Pick<Parameters<typeof drawPicture>[1], 'format'> & { readonly readouts: readonly GraphLine[] },
  index: number | null,
): void {
  const cells = list?.querySelectorAll('dd') ?? []
  for (const [place, { mean }] of readouts.entries()) {
    const value = index === null ? mean.findLast((each) => each !== null) : mean[index]
    const cell = cells[place]
    const text = value === undefined || value === null ? '–' : format(value)
    if (cell && cell.textContent !== text) cell.textContent = text
  }
}

/** Written past React as well. */
function tellNear(
  place: HTMLElement | null,
  point: { readonly atMs: number; readonly nearMs: number } | null,
  marks: readonly GraphMark[],
): void {
  if (!place) return
  const text = point ? tellMarks(marks, point.atMs, point.nearMs, Date.now()).join('\n') : ''
  if (place.textContent !== text) place.textContent = text
  place.hidden = text === ''
}
