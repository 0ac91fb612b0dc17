import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'fast-string-width'
import { hiddenCharacters } from '../../../shared/format.ts'
import type { Style, Tone } from './style.ts'

/** A piece of a line with one meaning; `tone` is what it means, not what colour it has. */
export interface Span {
  readonly text: string
  readonly tone: Tone
  /** `here`: what does not fit on the line goes on under this. `never`: the line is to be copied as it is. */
  readonly wrap?: 'here' | 'never'
}
export type Line = readonly Span[]

/** Makes a span out of any text, hostile text included: escape sequences and control characters do not get through. */
export function span(text: string, tone: Tone = 'plain'): Span {
  return { text: cleanText(text), tone }
}

/** A line of one tone. */
export function line(text: string, tone: Tone = 'plain'): Line {
  return [span(text, tone)]
}

/** A line of a file or of another program's output, which is left as long as it is. */
export function verbatim(text: string, tone: Tone = 'plain'): Line {
  return [{ ...span(text, tone), wrap: 'never' }]
}

/** One line of text without escape sequences, control characters or marks that reorder text. */
export function cleanText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u2028\u2029]+/g, ' ')
    .replace(hiddenCharacters, '')
}

/** What goes to the terminal: cut to the columns, painted, without trailing spaces. */
export function formatLine(spans: Line, style: Style, columns = Infinity): string {
  const shown = style.unicode
    ? spans
    : spans.map(({ text, tone }) => ({ text: text.replaceAll('→', '->'), tone }))
  return truncateLine(shown, columns, style.unicode ? '…' : '...')
    .map(({ text, tone }) => style.paint(text, tone))
    .join('')
    .trimEnd()
}

/** Columns that the text takes on a terminal. */
export function displayWidth(text: string): number {
  return stringWidth(text)
}

/** The line, cut to a display width, with the mark where something was cut. */
export function truncateLine(spans: Line, columns: number, mark: string): Line {
  const trimmed = trimLine(spans)
  if (lineWidth(trimmed) <= columns) return trimmed
  let room = columns - displayWidth(mark)
  const kept: Span[] = []
  for (const piece of trimmed) {
    const text = takeColumns(piece.text, room)
    room -= displayWidth(text)
    if (text === piece.text) kept.push(piece)
    else return [...kept, { text: text + mark, tone: piece.tone }]
  }
  return kept
}

/** Padding at the end of a line must not count as something that was cut. */
function trimLine(spans: Line): Line {
  const last = spans.at(-1)
  if (!last) return spans
  const text = last.text.trimEnd()
  return text === '' ? trimLine(spans.slice(0, -1)) : [...spans.slice(0, -1), { text, tone: last.tone }]
}

function lineWidth(spans: Line): number {
  return spans.reduce((width, { text }) => width + displayWidth(text), 0)
}

const graphemes = new Intl.Segmenter()

function takeColumns(text: string, columns: number): string {
  let taken = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += displayWidth(segment)
    if (width > columns) break
    taken += segment
  }
  return taken
}
