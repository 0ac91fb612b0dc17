import { memo } from 'react'
import { toSpans } from './ansi.ts'
import type { AnsiColor, AnsiStyle } from './ansi-style.ts'
import { cutSpans, toSegments } from './segments.ts'
import type { Search } from './search.ts'

const colors: Record<AnsiColor, string> = {
  red: 'text-failed-ink',
  green: 'text-ready-ink',
  yellow: 'text-loading-ink',
  blue: 'text-done-ink',
  magenta: 'text-(--livery-plum)',
  cyan: 'text-(--livery-teal)',
  bright: 'text-ink',
  dim: 'text-ink-3',
}

/** The text of a line in its own colours, with the matches marked; `most` letters of it. */
export const LogText = memo(function LogText({
  raw,
  search,
  most,
}: {
  readonly raw: string
  readonly search: Search | null
  readonly most: number
}) {
  const spans = cutSpans(toSpans(raw), most)
  const text = spans.map((span) => span.text).join('')
  return toSegments(spans, search?.ranges(text) ?? []).map(({ text: part, style, isMatch }, index) => {
    const className = style ? classOf(style) : undefined
    if (isMatch) {
      return (
        <mark
          key={index}
          className={`rounded-2 bg-line-control/40 text-ink shadow-[inset_0_-1px_0_var(--ink)] ${className ?? ''}`}
        >
          {part}
        </mark>
      )
    }
    return className === undefined ? (
      part
    ) : (
      <span key={index} className={className}>
        {part}
      </span>
    )
  })
})

function classOf({ color, bold, italic, underline }: AnsiStyle): string {
  return [
    color && colors[color],
    bold && 'font-semibold',
    italic && 'italic',
    underline && 'underline underline-offset-2',
  ]
    .filter(Boolean)
    .join(' ')
}
