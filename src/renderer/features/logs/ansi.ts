import { applySgr, type AnsiStyle } from './ansi-style.ts'

/** A part of a line in one style. */
export interface Span {
  readonly text: string
  readonly style: AnsiStyle | null
}

/*
 * Escape sequences: CSI, then strings (OSC, DCS and so on) that are ended properly, then the short ones. Every repetition
 * stops at the next escape or at a limit, so that no line takes more than linear time.
 */
const escape =
  /\x1b\[([0-?]{0,64})[ -/]{0,8}([@-~])|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)|\x1b[ -/]{0,8}[0-Z\\^-~]/y

/** What must not reach the screen as it is: controls, line separators, and what turns the direction of reading. */
const unsafe = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** A line as text to search, to copy and to measure: without escape sequences, and with controls that can be seen. */
export function toPlainText(line: string): string {
  if (!unsafe.test(line)) return line
  return toSpans(line)
    .map(({ text }) => text)
    .join('')
}

/** The same in the styles that the line asks for. The texts together are `toPlainText`. */
export function toSpans(line: string): readonly Span[] {
  if (!unsafe.test(line)) return [{ text: line, style: null }]
  const spans: Span[] = []
  let style: AnsiStyle | null = null
  let from = 0
  const flush = (to: number) => {
    if (to > from) spans.push({ text: showControls(line.slice(from, to)), style })
  }
  let at = line.indexOf('\x1b')
  while (at !== -1) {
    escape.lastIndex = at
    const found = escape.exec(line)
    if (found) {
      flush(at)
      if (found[2] === 'm') style = applySgr(style, found[1] ?? '')
      from = at + found[0].length
    }
    at = line.indexOf('\x1b', found ? from : at + 1)
  }
  flush(line.length)
  return spans
}

function showControls(text: string): string {
  if (!unsafe.test(text)) return text
  return text.replaceAll(new RegExp(unsafe, 'g'), (sign) => {
    const code = sign.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    if (code === 0x7f) return '␡'
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
  })
}
