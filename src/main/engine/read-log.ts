import { joinLine, type RawLine } from './join-line.ts'
import type { EngineLogLine } from './model.ts'
import { createFrameCutter } from './read-lines.ts'

/** The lines of a log in which the engine mixes stdout and stderr, as they arrive. */
export async function* readMixedLog(source: AsyncIterable<Buffer>): AsyncGenerator<readonly EngineLogLine[]> {
  const cut = createFrameCutter()
  const open = { stdout: joinLine('stdout', true), stderr: joinLine('stderr', true) }
  for await (const chunk of source) {
    const lines: EngineLogLine[] = []
    for (const { stream, payload } of cut(chunk)) addPieces(open[stream], payload, lines)
    if (lines.length > 0) yield lines
  }
  const last = [open.stdout.end(), open.stderr.end()].filter((line) => line !== null)
  if (last.length > 0) yield last
}

/** The lines of a terminal's log, which has one stream. */
export async function* readPlainLog(source: AsyncIterable<Buffer>): AsyncGenerator<readonly EngineLogLine[]> {
  const open = joinLine('stdout', false)
  for await (const chunk of source) {
    const lines: EngineLogLine[] = []
    addPieces(open, chunk, lines)
    if (lines.length > 0) yield lines
  }
  const last = open.end()
  if (last) yield [last]
}

function addPieces(open: RawLine, bytes: Buffer, lines: EngineLogLine[]): void {
  let from = 0
  for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
    open.add(bytes.subarray(from, to))
    lines.push(open.end() ?? { stream: open.stream, at: null, text: '' })
    from = to + 1
  }
  if (from < bytes.length) open.add(bytes.subarray(from))
}
