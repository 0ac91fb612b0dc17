import type { LogLine } from '../../../shared/contract.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import { toPlainText } from './ansi.ts'
import { detectLevel, type Level } from './level.ts'

/** A line of a log as the page keeps it. */
export interface LogEntry {
  /** `stack/service`. */
  readonly source: string
  readonly stream: LogLine['stream']
  /** Epoch milliseconds; null when the engine does not know. */
  readonly atMs: number | null
  readonly level: Level
  /** As the container printed it, with its escape sequences. */
  readonly raw: string
  /** What is searched, copied and measured. */
  readonly text: string
  /** How many lines before this one were left out, because the page was too slow. */
  readonly dropped: number
}

export function toEntry({ service, stream, at, text: raw }: LogLine, dropped = 0): LogEntry {
  const text = toPlainText(raw)
  const atMs = at === null ? null : Date.parse(at)
  return { source: formatServiceRef(service), stream, atMs, level: detectLevel(text), raw, text, dropped }
}
