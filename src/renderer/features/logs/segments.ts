import type { Span } from './ansi.ts'
import type { AnsiStyle } from './ansi-style.ts'

/** A part of a line as it is drawn. */
export interface Segment {
  readonly text: string
  readonly style: AnsiStyle | null
  readonly isMatch: boolean
}

/** Cuts spans where a match begins or ends. `ranges` are in ascending order and do not overlap. */
export function toSegments(
  spans: readonly Span[],
  ranges: readonly (readonly [number, number])[],
): readonly Segment[] {
  if (ranges.length === 0) return spans.map((span) => ({ ...span, isMatch: false }))
  const segments: Segment[] = []
  let offset = 0
  let next = 0
  for (const { text, style } of spans) {
    let from = 0
    while (from < text.length) {
      while ((ranges[next]?.[1] ?? Infinity) <= offset + from) next += 1
      const [begin, end] = ranges[next] ?? [Infinity, Infinity]
      const isMatch = begin <= offset + from
      const to = Math.min(text.length, (isMatch ? end : begin) - offset)
      segments.push({ text: text.slice(from, to), style, isMatch })
      from = to
    }
    offset += text.length
  }
  return segments
}

/** The spans of the first `most` letters. */
export function cutSpans(spans: readonly Span[], most: number): readonly Span[] {
  const kept: Span[] = []
  let left = most
  for (const { text, style } of spans) {
    if (left <= 0) break
    kept.push({ text: text.slice(0, left), style })
    left -= text.length
  }
  return kept
}
