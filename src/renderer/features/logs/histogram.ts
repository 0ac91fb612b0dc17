import type { Level } from './level.ts'

/** Lines of a span of time. */
export interface Bucket {
  readonly fromMs: number
  readonly total: number
  readonly warn: number
  readonly error: number
}

export interface Histogram {
  readonly bucketMs: number
  readonly buckets: readonly Bucket[]
  /** Of the bucket with the most. */
  readonly most: number
}

/** Counts lines by second, as they come and go. */
export interface TimeCounts {
  add(atMs: number, level: Level): void
  remove(atMs: number, level: Level): void
  clear(): void
  /** Lines from then on, to the second. */
  countSince(fromMs: number): number
  /** At most `most` buckets of a round length from the first second to the last. */
  histogram(most: number): Histogram
}

const widthsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
)

export function createTimeCounts(): TimeCounts {
  const seconds = new Map<number, { total: number; warn: number; error: number }>()

  function count(atMs: number, level: Level, by: 1 | -1): void {
    const second = Math.floor(atMs / 1000)
    const known = seconds.get(second) ?? { total: 0, warn: 0, error: 0 }
    known.total += by
    if (level === 'warn' || level === 'error') known[level] += by
    if (known.total <= 0) seconds.delete(second)
    else seconds.set(second, known)
  }

  return {
    add: (atMs, level) => count(atMs, level, 1),
    remove: (atMs, level) => count(atMs, level, -1),
    clear: () => seconds.clear(),
    countSince(fromMs) {
      let sum = 0
      for (const [second, { total }] of seconds) if (second * 1000 >= fromMs) sum += total
      return sum
    },
    histogram(most) {
      let from = Infinity
      let to = -Infinity
      for (const second of seconds.keys()) {
        if (second < from) from = second
        if (second > to) to = second
      }
      if (seconds.size === 0) return { bucketMs: 1000, buckets: [], most: 0 }
      const bucketMs = chooseWidth((to - from + 1) * 1000, most)
      const firstMs = Math.floor((from * 1000) / bucketMs) * bucketMs
      const length = Math.floor((to * 1000 - firstMs) / bucketMs) + 1
      const buckets = Array.from({ length }, (_, index) => ({
        fromMs: firstMs + index * bucketMs,
        total: 0,
        warn: 0,
        error: 0,
      }))
      for (const [second, { total, warn, error }] of seconds) {
        const bucket = buckets[Math.floor((second * 1000 - firstMs) / bucketMs)]
        if (!bucket) continue
        bucket.total += total
        bucket.warn += warn
        bucket.error += error
      }
      return { bucketMs, buckets, most: Math.max(...buckets.map(({ total }) => total)) }
    },
  }
}

function chooseWidth(spanMs: number, most: number): number {
  // One more bucket than the span has, because it may begin in the middle of one.
  const found = widthsMs.find((width) => spanMs / width <= most - 1)
  const day = 86_400_000
  return found ?? Math.ceil(spanMs / (most - 1) / day) * day
}
