import { displayWidth, type Line, type Span } from './line.ts'

/**
 * A line that is too long for a terminal, broken between words; what goes on stands under the last column of a table, or under
 * the words after a sign. Nothing is cut: a word that fits on no line is left to the terminal. What is there to be copied stays one line.
 */
export function wrapLine(spans: Line, columns: number): readonly Line[] {
  const text = spans.map((piece) => piece.text).join('')
  if (displayWidth(text.trimEnd()) <= columns) return [spans]
  if (text.trimStart().startsWith('$ ') || spans.some(({ wrap }) => wrap === 'never')) return [spans]
  const indent = indentOf(spans, text, columns)
  const lines: Span[][] = [[]]
  let width = 0
  let room: Span | null = null
  // Where the cell begins that is being written; a row that is loose anyway is broken between its cells.
  let cellAt = 0
  const isTable = spans.some(({ wrap }) => wrap === 'here')
  for (const word of spans.flatMap(wordsOf)) {
    const isSpace = word.text.trim() === ''
    const current = lines.at(-1) ?? []
    const wide = displayWidth(word.text)
    if (isSpace) {
      room = room === null ? word : { ...word, text: room.text + word.text }
    } else if (width > indent && width + displayWidth(room?.text ?? '') + wide > columns) {
      const isWithinCell =
        isTable && room?.text === ' ' && cellAt > 1 && widthOf(current.slice(0, cellAt)) > indent
      const moved = isWithinCell ? [...current.splice(cellAt), ...(room === null ? [] : [room])] : []
      lines.push([{ text: ' '.repeat(indent), tone: 'plain' }, ...moved, word])
      width = indent + widthOf(moved) + wide
      room = null
      cellAt = 0
    } else {
      if (room !== null && room.text.length > 1) cellAt = current.length + 1
      current.push(...(room === null ? [] : [room]), word)
      width += displayWidth(room?.text ?? '') + wide
      room = null
    }
  }
  return lines
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((width, { text }) => width + displayWidth(text), 0)
}

/** Between spaces of any length, which stay. */
function wordsOf({ text, tone }: Span): readonly Span[] {
  return text
    .split(/( +)/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, tone }))
}

const lead = /^ *(?:[^\p{L}\p{N} ]{1,2} +)?/u

function indentOf(spans: Line, text: string, columns: number): number {
  const last = spans.findIndex(({ wrap }) => wrap === 'here')
  const column = widthOf(spans.slice(0, Math.max(last, 0)))
  // Less than half of the terminal would make a tower of words.
  if (last >= 0 && column <= columns / 2) return column
  return displayWidth(lead.exec(text)?.[0] ?? '') + (last >= 0 ? 2 : 0)
}
