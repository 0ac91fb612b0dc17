/** Roll-ups of one width. */
export interface Tier {
  /** As the database knows it. */
  readonly number: number
  readonly bucketMs: number
  /** What is kept together as one chunk for each series. */
  readonly spanMs: number
  /** How long it is kept; the coarsest tier goes on for as long as there is room, and this is only its fair share. */
  readonly keepMs: number
}

export const secondMs = 1000
export const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** With these times, each tier takes about as much room as the others. */
export const finest: Tier = { number: 0, bucketMs: 10 * secondMs, spanMs: hourMs, keepMs: dayMs }
const middle: Tier = { number: 1, bucketMs: minuteMs, spanMs: 6 * hourMs, keepMs: 7 * dayMs }
export const coarsest: Tier = { number: 2, bucketMs: 15 * minuteMs, spanMs: 3 * dayMs, keepMs: 90 * dayMs }

/** From fine to coarse. Each bucket is a whole number of the finer ones, each span of its buckets. */
export const tiers: readonly Tier[] = [finest, middle, coarsest]
export const coarserTiers: readonly Tier[] = [middle, coarsest]

/** How many values a bucket has when none is missing. */
export function usualCount({ bucketMs }: Tier): number {
  return bucketMs / secondMs
}

export function floorTo(atMs: number, widthMs: number): number {
  return Math.floor(atMs / widthMs) * widthMs
}

/** Steps that a person can read off; each is a whole number of every tier's buckets that are not wider. */
const stepsMs = [
  ...[1, 2, 5, 10, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 3, 5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  dayMs,
]

/** The narrowest step, no narrower than `leastMs`, with which the range takes at most so many points. */
export function chooseStep(
  { fromMs, toMs, points }: { readonly fromMs: number; readonly toMs: number; readonly points: number },
  leastMs: number,
): number {
  const fits = (stepMs: number) =>
    Math.ceil(toMs / stepMs) - Math.floor(fromMs / stepMs) <= Math.max(1, points)
  const step = stepsMs.find((stepMs) => stepMs >= leastMs && fits(stepMs))
  if (step !== undefined) return step
  // A range of two points may lie across a border of whatever width.
  const days = Math.max(2, (toMs - fromMs) / Math.max(1, points) / dayMs)
  for (let stepMs = Math.ceil(days) * dayMs; ; stepMs *= 2)
    if (fits(stepMs) || stepMs >= toMs - fromMs) return stepMs
}
