/** The time that all graphs show: the latest so many milliseconds, or a piece that was chosen by dragging. */
export type Range =
  | { readonly kind: 'latest'; readonly lengthMs: number }
  | { readonly kind: 'piece'; readonly fromMs: number; readonly toMs: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const rangeChoices: readonly { readonly label: string; readonly lengthMs: number }[] = [
  { label: '1m', lengthMs: minuteMs },
  { label: '5m', lengthMs: 5 * minuteMs },
  { label: '15m', lengthMs: 15 * minuteMs },
  { label: '1h', lengthMs: hourMs },
  { label: '6h', lengthMs: 6 * hourMs },
  { label: '1d', lengthMs: dayMs },
  { label: '7d', lengthMs: 7 * dayMs },
  { label: '30d', lengthMs: 30 * dayMs },
]

export const usualRange: Range = { kind: 'latest', lengthMs: 15 * minuteMs }
/** Nothing shorter can be chosen by dragging: there is one value a second. */
const shortestMs = 10_000
const fastestMs = 2000
/** Of the last minute every second is shown. */
const fastestOfMinuteMs = 1000

export function timesOf(range: Range, nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  if (range.kind === 'piece') return range
  return { fromMs: nowMs - range.lengthMs, toMs: nowMs }
}

/** A piece of time as whole milliseconds, and never too short to see anything. */
export function pieceOf(oneMs: number, otherMs: number): Range {
  const fromMs = Math.round(Math.min(oneMs, otherMs))
  const toMs = Math.round(Math.max(oneMs, otherMs))
  const lackMs = Math.max(0, shortestMs - (toMs - fromMs))
  return { kind: 'piece', fromMs: fromMs - Math.ceil(lackMs / 2), toMs: toMs + Math.floor(lackMs / 2) }
}

/** How often what is shown is asked for again: when a new step has come, but not faster than the eye can follow. */
export function refreshMs(range: Range, points: number): number | false {
  if (range.kind === 'piece') return false
  return Math.max(range.lengthMs <= minuteMs ? fastestOfMinuteMs : fastestMs, range.lengthMs / points)
}
