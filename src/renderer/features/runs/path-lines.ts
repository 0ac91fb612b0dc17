import type { Line } from './groups.ts'
import type { Schedule } from './schedule.ts'

/** A piece of the critical path: x in milliseconds since the run began, y in pixels from the top. */
export interface PathPiece {
  readonly fromMs: number
  readonly toMs: number
  readonly fromPx: number
  readonly toPx: number
  /** It has not happened yet. */
  readonly isExpected: boolean
}

/** The way of the critical path under the bars of its rows, and down from the end of one to the start of the next. */
export function drawCriticalPath(
  path: readonly string[],
  schedule: Schedule,
  lines: readonly Line[],
  nowMs: number,
): readonly PathPiece[] {
  const lineOf = new Map(
    lines.flatMap((line) => (line.kind === 'row' ? line.row.stepIds.map((id) => [id, line] as const) : [])),
  )
  const pieces: PathPiece[] = []
  let previous: { readonly endMs: number; readonly yPx: number } | null = null
  for (const id of path) {
    const window = schedule.get(id)
    const line = lineOf.get(id)
    if (!window || !line) continue
    const middlePx = line.topPx + line.heightPx / 2
    const yPx = middlePx + (line.heightPx > 24 ? 10 : 7)
    const { startMs, endMs } = window
    if (previous) {
      const atMs = Math.min(previous.endMs, startMs)
      const isExpected = atMs > nowMs
      pieces.push({ fromMs: atMs, toMs: atMs, fromPx: previous.yPx, toPx: yPx, isExpected })
      // The turn at the engine, or the making of the container, after the gates had opened.
      if (startMs > atMs)
        pieces.push({ fromMs: atMs, toMs: startMs, fromPx: yPx, toPx: yPx, isExpected: startMs > nowMs })
    }
    const seenMs = window.hasEnded ? endMs : Math.min(Math.max(nowMs, startMs), endMs)
    if (window.hasBegun && seenMs > startMs) {
      pieces.push({ fromMs: startMs, toMs: seenMs, fromPx: yPx, toPx: yPx, isExpected: false })
    }
    const restMs = window.hasBegun ? seenMs : startMs
    if (endMs > restMs) pieces.push({ fromMs: restMs, toMs: endMs, fromPx: yPx, toPx: yPx, isExpected: true })
    previous = { endMs, yPx }
  }
  return pieces
}
