import { formatClock, formatCount } from '../../../shared/format.ts'
import type { Histogram } from './histogram.ts'

const height = 40
/** Room above the bars for the marks of errors. */
const barRoom = height - 6

/** How many lines there are when, and where errors are. A click goes there. */
export function HistogramView({
  histogram,
  onJump,
}: {
  readonly histogram: Histogram
  readonly onJump: (atMs: number) => void
}) {
  const { buckets, bucketMs, most } = histogram
  const first = buckets[0]
  const last = buckets.at(-1)
  if (!first || !last) return <div className="h-[60px] shrink-0 border-b border-line" />
  const step = 100 / Math.max(buckets.length, 30)
  const errors = buckets.filter(({ error }) => error > 0)
  const summary = `${formatCount(
    buckets.reduce((sum, { total }) => sum + total, 0),
    'line',
  )} from ${formatClock(first.fromMs)} to ${formatClock(last.fromMs + bucketMs)}; ${
    errors.length === 0
      ? 'no errors'
      : `errors ${errors.length === 1 ? 'at' : 'first at'} ${formatClock(errors[0]?.fromMs ?? 0)}`
  }`
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * barRoom))
  const labels = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    formatClock(first.fromMs + share * (last.fromMs + bucketMs - first.fromMs)).slice(
      0,
      bucketMs < 60_000 ? 8 : 5,
    ),
  )
  return (
    <div className="shrink-0 border-b border-line px-5 max-[1240px]:px-3.5">
      <svg
        role="img"
        aria-label={summary}
        width="100%"
        height={height}
        className="block"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          const index = Math.floor(((event.clientX - box.left) / box.width) * (100 / step))
          const bucket = buckets[Math.min(index, buckets.length - 1)]
          if (bucket) onJump(bucket.fromMs)
        }}
      >
        {buckets.map(({ fromMs, total, warn, error }, index) => {
          const all = scale(total)
          const errorHeight = Math.min(all, scale(error))
          const warnHeight = Math.min(all - errorHeight, scale(warn))
          const at = `${index * step}%`
          const width = `${step * 0.8}%`
          return (
            <g key={fromMs}>
              <title>{`${formatClock(fromMs)}: ${formatCount(total, 'line')}, ${formatCount(error, 'error')}, ${formatCount(warn, 'warning')}`}</title>
              <rect x={at} y={0} width={`${step}%`} height={height} fill="transparent" />
              <rect
                x={at}
                y={height - all}
                width={width}
                height={all}
                fill="color-mix(in oklab, var(--series) 42%, var(--canvas))"
              />
              <rect
                x={at}
                y={height - all}
                width={width}
                height={warnHeight + errorHeight}
                className="fill-loading"
              />
              <rect x={at} y={height - all} width={width} height={errorHeight} className="fill-failed" />
              {error > 0 && (
                <svg
                  x={`${index * step + step * 0.4}%`}
                  y={height - all - 5}
                  width={1}
                  height={1}
                  overflow="visible"
                >
                  <path d="M-3 0h6l-3 3.500z" className="fill-failed" />
                </svg>
              )}
            </g>
          )
        })}
      </svg>
      <div
        aria-hidden
        className="numeric flex justify-between py-0.5 text-11 text-ink-3"
        style={{ width: `${Math.max(buckets.length * step, 45)}%` }}
      >
        {labels.map((label, index) => (
          <span key={index}>{label}</span>
        ))}
      </div>
    </div>
  )
}
