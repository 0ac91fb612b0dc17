import { stripVTControlCharacters } from 'node:util'
import { hiddenCharacters } from '../../shared/format.ts'
import type { Engine } from '../engine/model.ts'

const lines = 20
const longestLine = 300

/** The last lines of a container's log as plain text; none when the engine cannot tell. */
export async function readExcerpt(
  engine: Pick<Engine, 'tailLog'>,
  containerId: string,
): Promise<readonly string[]> {
  try {
    return (await engine.tailLog(containerId, lines)).slice(-lines).map(plainLine)
  } catch {
    return []
  }
}

/** One line without escape sequences, control characters or marks that reorder text, cut. */
export function plainLine(text: string): string {
  const plain = stripVTControlCharacters(text)
    .replaceAll(/[\t\n\v\f\r\u2028\u2029]+/g, ' ')
    .replace(hiddenCharacters, '')
    .trimEnd()
  return plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain
}
