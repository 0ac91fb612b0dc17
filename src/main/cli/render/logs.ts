import type { LogLine } from '../../../shared/contract.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import { displayWidth, span, verbatim, type Line } from './line.ts'

/** Renders log lines behind the name of their service; the names' column grows with the longest name so far. */
export function createLogRenderer(): (logLine: LogLine) => Line {
  let width = 0
  return (logLine) => {
    const name = span(formatServiceRef(logLine.service), 'quiet')
    const nameWidth = displayWidth(name.text)
    width = Math.max(width, nameWidth)
    return [name, span(`${' '.repeat(width - nameWidth)} | `, 'quiet'), ...verbatim(logLine.text)]
  }
}
