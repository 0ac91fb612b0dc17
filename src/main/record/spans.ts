import type { Span } from './model.ts'

/** The same time without overlaps, oldest first; of each only what is within the range. Pure. */
export function mergeSpans(spans: readonly Span[], range: Span): readonly Span[] {
  const merged: { fromMs: number; toMs: number }[] = []
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const fromMs = Math.max(span.fromMs, range.fromMs)
    const toMs = Math.min(span.toMs, range.toMs)
    if (toMs <= fromMs) continue
    const last = merged.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else merged.push({ fromMs, toMs })
  }
  return merged
}
