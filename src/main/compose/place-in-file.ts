import type { LineCounter } from 'yaml'
import type { Place } from '../../shared/errors.ts'

/** Where an offset of a YAML file stands; the whole file for what has no offset. */
export function placeInFile(file: string, lines: LineCounter, offset: number | undefined): Place {
  if (offset === undefined) return { file }
  const { line, col } = lines.linePos(offset)
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
}
