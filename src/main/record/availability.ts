import type { Availability } from '../../shared/record.ts'
import type { LifePiece } from './life-line.ts'
import type { Span } from './model.ts'

/**
 * The share of the watched time in which a service was wanted up and was ready. What nobody watched counts
 * neither for it nor against it, and the time in which it was stopped on purpose does not count either.
 * `watched` without overlaps. Pure.
 */
export function availabilityOf(
  pieces: readonly LifePiece[],
  watched: readonly Span[],
  range: Span,
): Availability {
  const within = watched.flatMap((span) => overlap(span, range) ?? [])
  let wantedMs = 0
  let readyMs = 0
  for (const piece of pieces) {
    if (piece.state === 'unwanted') continue
    const ms = lengthOf(within.flatMap((span) => overlap(span, piece) ?? []))
    wantedMs += ms
    if (piece.state === 'ready') readyMs += ms
  }
  return {
    share: wantedMs === 0 ? null : readyMs / wantedMs,
    readyMs,
    wantedMs,
    watchedMs: lengthOf(within),
  }
}

function overlap(one: Span, other: Span): Span | null {
  const fromMs = Math.max(one.fromMs, other.fromMs)
  const toMs = Math.min(one.toMs, other.toMs)
  return toMs > fromMs ? { fromMs, toMs } : null
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
}
