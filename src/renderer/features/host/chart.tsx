import { formatClock } from '../../../shared/format.ts'
import { historyMs } from './host-history.ts'

export interface ChartPoint {
  readonly atMs: number
  /** Null where there is a gap. */
  readonly value: number | null
}

const size = { width: 240, height: 62 }
const niceTops = [10, 20, 40, 60, 100]

/**
 * Lines over the time since the screen was opened, at most fifteen minutes. The first line is filled, the second one dashed.
 * `label` is what is read aloud.
 */
export function Chart({
  label,
  lines,
  top,
  height = size.height,
  caption,
}: {
  readonly label: string
  readonly lines: readonly (readonly ChartPoint[])[]
  /** Largest value of the scale in percent; otherwise what the values need. */
  readonly top?: number
  readonly height?: number
  readonly caption?: string
}) {
  const points = lines.flat()
  const most = Math.max(0, ...points.map(({ value }) => value ?? 0))
  const scale = top ?? niceTops.find((each) => most <= each) ?? 100
  const endMs = Math.max(0, ...points.map(({ atMs }) => atMs))
  const firstMs = points.length === 0 ? 0 : Math.min(...points.map(({ atMs }) => atMs))
  const startMs = Math.max(firstMs, endMs - historyMs)
  const isWhole = endMs - firstMs >= historyMs - 5000
  const path = (line: readonly ChartPoint[]) => pathOf(line, { startMs, endMs, scale })
  const [first = [], second] = lines
  return (
    <div>
      <div className="relative">
        {top === undefined && (
          <span aria-hidden className="numeric absolute top-0 left-0 text-11/4 text-ink-3">
            {scale} %
          </span>
        )}
        <svg
          role="img"
          aria-label={label}
          viewBox={`0 0 ${size.width} ${size.height}`}
          preserveAspectRatio="none"
          className="block w-full"
          style={{ height }}
        >
          {[0, 0.5, 1].map((share) => (
            <line
              key={share}
              x1={0}
              x2={size.width}
              y1={share * size.height}
              y2={share * size.height}
              stroke="var(--grid)"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path d={areaOf(path(first))} fill="var(--series)" opacity={0.16} />
          <path d={path(first)} fill="none" stroke="var(--series)" vectorEffect="non-scaling-stroke" />
          {second && (
            <path
              d={path(second)}
              fill="none"
              stroke="var(--ink-2)"
              strokeDasharray="3 3"
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
      </div>
      <div aria-hidden className="numeric flex justify-between gap-2 text-11/4 whitespace-nowrap text-ink-3">
        <span>{firstMs === 0 ? '' : isWhole ? '−15m' : `since ${formatClock(firstMs).slice(0, 5)}`}</span>
        <span className="min-w-0 truncate">{caption}</span>
        <span>now</span>
      </div>
    </div>
  )
}

interface Frame {
  readonly startMs: number
  readonly endMs: number
  readonly scale: number
}

/** SVG path of the points; a gap begins a new piece. */
export function pathOf(points: readonly ChartPoint[], { startMs, endMs, scale }: Frame): string {
  const spanMs = Math.max(1, endMs - startMs)
  let isDown = false
  const pieces = points.map(({ atMs, value }) => {
    if (value === null || atMs < startMs) {
      isDown = false
      return ''
    }
    const x = ((atMs - startMs) / spanMs) * size.width
    const y = size.height * (1 - Math.min(1, value / scale))
    const piece = `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`
    isDown = true
    return piece
  })
  return pieces.join('')
}

function areaOf(path: string): string {
  const bottom = size.height
  return path
    .split('M')
    .filter((piece) => piece.includes('L'))
    .map((piece) => {
      const [firstX] = piece.split(' ')
      const lastX = piece.slice(piece.lastIndexOf('L') + 1).split(' ')[0]
      return `M${piece}L${lastX} ${bottom}L${firstX} ${bottom}Z`
    })
    .join('')
}
