import type { LogEntry } from './entry.ts'

/** Lines as text, each with its time and its service. */
export function toText(entries: Iterable<LogEntry>): string {
  let text = ''
  for (const { atMs, source, text: line } of entries)
    text += `${atMs === null ? '-' : new Date(atMs).toISOString()} ${source} ${line}\n`
  return text
}

/** The same as one JSON object a line, with the text as the container printed it. */
export function toJsonLines(entries: Iterable<LogEntry>): string {
  let text = ''
  for (const { atMs, source, stream, level, raw } of entries)
    text += `${JSON.stringify({ at: atMs === null ? null : new Date(atMs).toISOString(), service: source, stream, level, text: raw })}\n`
  return text
}

/** Has the browser save a text as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
