import { displayWidth, span, type Line } from './line.ts'

/**
 * Cells under each other. A column that is empty in every row takes no room at all, and the last cell of a row runs on over the
 * columns behind it, so that one long remark does not push the others off the screen.
 */
export function alignColumns(
  rows: readonly (readonly Line[])[],
  options: { readonly right?: readonly number[]; readonly minimum?: readonly number[] } = {},
): Line[] {
  const widths: number[] = []
  const used = new Set<number>()
  for (const row of rows) {
    row.forEach((cell, column) => {
      const width = cellWidth(cell)
      if (width > 0) used.add(column)
      if (column < row.length - 1 || options.right?.includes(column))
        widths[column] = Math.max(widths[column] ?? 0, width)
    })
  }
  return rows.map((row) =>
    row.flatMap((cell, column) => {
      if (!used.has(column)) return []
      if (column === row.length - 1 && !options.right?.includes(column))
        return cell.map((piece, at) => (at === 0 ? { ...piece, wrap: 'here' } : piece))
      const width = Math.max(widths[column] ?? 0, options.minimum?.[column] ?? 0)
      const space = span(' '.repeat(width - cellWidth(cell)))
      const aligned = options.right?.includes(column) ? [space, ...cell] : [...cell, space]
      return column === row.length - 1 ? aligned : [...aligned, span(gap)]
    }),
  )
}

const gap = '  '

function cellWidth(cell: Line): number {
  return cell.reduce((width, { text }) => width + displayWidth(text), 0)
}
