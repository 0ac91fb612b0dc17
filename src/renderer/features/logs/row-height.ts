/** Of a row of one line, and of each further line of a wrapped one, in pixels. */
export const rowHeight = 23
export const wrappedLineHeight = 18
export const gapHeight = 23
/** An unwrapped row shows no more of a line; the rest is there when it is opened or wrapped. */
export const mostShownLength = 2000

const tabColumns = 8

/** Height of a line that is wrapped after so many columns of a font whose letters are all as wide; 0: not wrapped. */
export function heightOfText(text: string, columns: number): number {
  if (columns <= 0) return rowHeight
  const lines = Math.ceil(columnsOf(text) / columns)
  return rowHeight + Math.max(0, lines - 1) * wrappedLineHeight
}

/** At most; letters that are not Latin may be twice as wide. */
function columnsOf(text: string): number {
  if (!/[^\x20-\x7e]/.test(text)) return text.length
  let columns = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    columns += code === 9 ? tabColumns : code < 0x1100 ? 1 : 2
  }
  return columns
}
