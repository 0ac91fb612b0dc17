import { type Figure, type Limit, type Row, isMet, median, ratioOf, samplesOf } from './figures.ts'

const columns = ['scenario', 'ours', 'theirs', 'ratio', 'limit', 'met'] as const

/** The rows as aligned text, each with its notes below the whole. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [columns, ...rows.map(cellsOf)]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)))
  const lines = cells.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
  const notes = rows.flatMap(({ name, notes }) => notes.map((note) => `  ${name}: ${note}`))
  return [...lines.map((line) => line.trimEnd()), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}

/** The same for the README. */
export function formatMarkdown(rows: readonly Row[], machine: string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const notes = rows.flatMap(({ name, notes }) => notes.map((note) => `- **${name}**: ${note}`))
  return [
    machine,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(cellsOf(row))),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n')
}

function cellsOf(row: Row): readonly string[] {
  const ratio = ratioOf(row)
  const met = isMet(row)
  return [
    row.name,
    formatFigure(row.ours),
    row.theirs === null ? '–' : formatFigure(row.theirs),
    ratio === null ? '–' : ratio.toFixed(2),
    row.limit === null ? '–' : formatLimit(row.limit),
    met === null ? '–' : met ? 'yes' : 'no',
  ]
}

/** The median, and in parentheses the least and the most, when there are several. */
export function formatFigure(figure: Figure): string {
  const samples = samplesOf(figure)
  const middle = formatValue(figure.kind, median(samples))
  if (samples.length < 2) return middle
  const bare = (value: number) => formatValue(figure.kind, value).replace(/ .*$/, '')
  return `${middle} (${bare(Math.min(...samples))}–${bare(Math.max(...samples))})`
}

function formatValue(kind: Figure['kind'], value: number): string {
  switch (kind) {
    case 'time':
      return formatSeconds(value)
    case 'milliseconds':
      return `${value.toPrecision(3)} ms`
    case 'share':
      return `${(value * 100).toFixed(1)} %`
    case 'count':
      return String(Math.round(value))
  }
}

function formatLimit(limit: Limit): string {
  switch (limit.kind) {
    case 'ratio':
      return `≤ ${limit.max.toFixed(2)} ×`
    case 'ratio-plus':
      return `≤ ${limit.max.toFixed(2)} × + ${formatSeconds(limit.plusMs)}`
    case 'time':
      return `≤ ${formatSeconds(limit.maxMs)}`
    case 'milliseconds':
      return `≤ ${limit.max} ms`
    case 'share':
      return `≤ ${limit.max * 100} %`
    case 'count':
      return `≤ ${limit.max}`
    case 'at-least':
      return `≥ ${limit.min}`
  }
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
