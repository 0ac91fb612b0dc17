import type UPlot from 'uplot'
import { formatMoment } from '../../../shared/format.ts'
import { colorOf } from './graph-colors.ts'

/** Something that stands on the time line of a graph: a moment, or with an end a span. */
export interface GraphMark {
  readonly atMs: number
  readonly untilMs: number | null
  readonly tone: 'failed' | 'warning' | 'ready' | 'plain'
  readonly text: string
}

/** Only what is wrong has a colour; good news is quiet. */
const colors: Readonly<Record<GraphMark['tone'], string>> = {
  failed: '--signal-failed',
  warning: '--signal-loading',
  ready: '--ink-3',
  plain: '--ink-3',
}

/**
 * A bar at the foot for what lasts, a tick there for a moment. What is wrong is a line over the whole height: a start of forty
 * services must not hide what they used meanwhile.
 */
export function drawMarks(plot: UPlot, marks: readonly GraphMark[]): void {
  const { ctx, bbox } = plot
  const x = (ms: number) => plot.valToPos(ms / 1000, 'x', true)
  const pixel = devicePixelRatio
  const foot = bbox.top + bbox.height
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  // What is wrong stands before what is not.
  for (const { atMs, untilMs, tone } of [...marks].sort((a, b) => rank(a) - rank(b))) {
    const left = Math.round(x(atMs))
    ctx.fillStyle = colorOf(colors[tone], tone === 'failed' ? 0.9 : 0.55)
    if (untilMs !== null) ctx.fillRect(left, foot - 3 * pixel, Math.max(pixel, x(untilMs) - left), 3 * pixel)
    else if (rank({ tone }) === 0) ctx.fillRect(left, foot - 6 * pixel, pixel, 6 * pixel)
    else {
      ctx.fillRect(left, bbox.top, pixel, bbox.height)
      ctx.fillRect(left - 2 * pixel, foot - 5 * pixel, 5 * pixel, 5 * pixel)
    }
  }
  ctx.restore()
}

function rank({ tone }: Pick<GraphMark, 'tone'>): number {
  return tone === 'failed' ? 2 : tone === 'warning' ? 1 : 0
}

const mostTold = 3

/** What is told of the marks near a time, or over it, those that are wrong first; empty for none. Pure. */
export function tellMarks(
  marks: readonly GraphMark[],
  ms: number,
  nearMs: number,
  nowMs: number,
): readonly string[] {
  const near = marks
    .filter(({ atMs, untilMs }) => ms >= atMs - nearMs && ms <= (untilMs ?? atMs) + nearMs)
    .sort((a, b) => rank(b) - rank(a) || b.atMs - a.atMs)
  const told = near.slice(0, mostTold).map(({ atMs, text }) => `${formatMoment(atMs, nowMs)} ${text}`)
  return near.length > mostTold ? [...told, `and ${near.length - mostTold} more`] : told
}
