/** What was measured, one value a repetition. Times in milliseconds; a share of 1 is one processor core (or the whole). */
export type Figure =
  | { readonly kind: 'time'; readonly samplesMs: readonly number[] }
  /** Too little for seconds: thousandths of a millisecond count. */
  | { readonly kind: 'milliseconds'; readonly samples: readonly number[] }
  | { readonly kind: 'share'; readonly samples: readonly number[] }
  | { readonly kind: 'count'; readonly samples: readonly number[] }

/** What the issue asks for. `ratio`: ours over theirs. */
export type Limit =
  | { readonly kind: 'ratio'; readonly max: number }
  | { readonly kind: 'time'; readonly maxMs: number }
  | { readonly kind: 'milliseconds'; readonly max: number }
  | { readonly kind: 'share'; readonly max: number }
  | { readonly kind: 'count'; readonly max: number }
  | { readonly kind: 'at-least'; readonly min: number }
  /** So many times theirs, and a fixed time on top. */
  | { readonly kind: 'ratio-plus'; readonly max: number; readonly plusMs: number }

export interface Row {
  readonly name: string
  readonly ours: Figure
  /** What ours is compared with; null where nothing is. */
  readonly theirs: Figure | null
  readonly limit: Limit | null
  /** Ours with an empty cache and no history, in milliseconds; null where it was not measured apart. */
  readonly coldMs: number | null
  /** How it was measured, and what to know about the number. */
  readonly notes: readonly string[]
}

export function timeFigure(samplesMs: readonly number[]): Figure {
  return { kind: 'time', samplesMs }
}

export function samplesOf(figure: Figure): readonly number[] {
  return figure.kind === 'time' ? figure.samplesMs : figure.samples
}

/** The middle one; of an even number, the mean of the two in the middle. NaN of none. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? NaN)) / 2
}

/** Of the medians; null where there is nothing to compare with. */
export function ratioOf({ ours, theirs }: Row): number | null {
  return theirs === null ? null : median(samplesOf(ours)) / median(samplesOf(theirs))
}

/** Null where the row has no limit. */
export function isMet(row: Row): boolean | null {
  if (row.limit === null) return null
  const own = median(samplesOf(row.ours))
  switch (row.limit.kind) {
    case 'ratio':
      return (ratioOf(row) ?? Infinity) <= row.limit.max
    case 'ratio-plus': {
      if (row.theirs === null) return false
      return own <= median(samplesOf(row.theirs)) * row.limit.max + row.limit.plusMs
    }
    case 'time':
      return own <= row.limit.maxMs
    case 'at-least':
      return own >= row.limit.min
    case 'milliseconds':
    case 'share':
    case 'count':
      return own <= row.limit.max
  }
}
