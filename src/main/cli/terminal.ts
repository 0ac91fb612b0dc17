import { styleText } from 'node:util'
import { cleanText, formatLine, span, type Line } from './render/line.ts'
import { createStyle, plainStyle, type Style } from './render/style.ts'
import { wrapLine } from './render/wrap.ts'
import type { OutputStream, World } from './world.ts'

/** The screen or the pipe that the door writes to. */
export interface Terminal {
  readonly style: Style
  /** Whether lines can be painted over: a capable terminal with a person before it. */
  readonly isLive: boolean
  readonly stdout: OutputStream
  readonly columns: () => number
  readonly rows: () => number
  /** Whole lines: what is longer than the terminal goes on below, broken between words; nothing is cut. */
  readonly print: (lines: readonly Line[]) => void
  /** One JSON value on one line. */
  readonly printJson: (value: unknown) => void
  /** A generated file or script: exact in a pipe, without control characters on a screen. */
  readonly printText: (text: string) => void
  /** One sentence on stderr. */
  readonly complain: (sentence: string) => void
  /** What belongs to it, below it. */
  readonly advise: (lines: readonly Line[]) => void
  /** Calls back once when nobody reads stdout any more (`| head`); what is printed after that is dropped. */
  readonly onClosed: (listener: () => void) => void
}

export function createTerminal(world: Pick<World, 'stdout' | 'stderr' | 'variables'>): Terminal {
  const { stdout, stderr, variables } = world
  const style = createStyle({ hasColour: hasColour(stdout), unicode: isUtf8(variables) })
  const closed = watchClosed(stdout, stderr)
  const write = (text: string) => {
    if (!closed.isClosed()) stdout.write(text)
  }
  const writeError = (lines: readonly Line[]) =>
    void stderr.write(
      fit(lines, stderr)
        .map((line) => `${formatLine(line, plainStyle)}\n`)
        .join(''),
    )
  return {
    style,
    isLive: stdout.isTTY === true && variables['TERM'] !== 'dumb' && !isSet(variables['CI']),
    stdout,
    columns: () => stdout.columns || 80,
    rows: () => stdout.rows || 24,
    print: (lines) =>
      write(
        fit(lines, stdout)
          .map((line) => `${formatLine(line, style)}\n`)
          .join(''),
      ),
    printJson: (value) => write(`${formatJson(value)}\n`),
    printText: (text) => write(stdout.isTTY ? text.split('\n').map(cleanText).join('\n') : text),
    complain: (sentence) => writeError([[span(`switchyard: ${sentence}`)]]),
    advise: writeError,
    onClosed: closed.onClosed,
  }
}

/** In a pipe a line stays a line. */
function fit(lines: readonly Line[], stream: OutputStream): readonly Line[] {
  const { isTTY, columns } = stream
  return isTTY === true && columns ? lines.flatMap((line) => wrapLine(line, columns)) : lines
}

/** JSON on one line. What JSON leaves as it is but a terminal may obey, C1 control characters, is escaped as well. */
function formatJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Node's own rules: NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS, TERM and whether it is a terminal. */
function hasColour(stream: OutputStream): boolean {
  return styleText('red', 'x', { stream, validateStream: true }) !== 'x'
}

function isUtf8(variables: NodeJS.ProcessEnv): boolean {
  return /utf-?8/i.test(variables['LC_ALL'] || variables['LC_CTYPE'] || variables['LANG'] || '')
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '' && variable !== 'false' && variable !== '0'
}

function watchClosed(stdout: OutputStream, stderr: OutputStream) {
  const listeners = new Set<() => void>()
  let isClosed = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isClosed = true
    for (const listener of listeners) listener()
  })
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return { isClosed: () => isClosed, onClosed: (listener: () => void) => void listeners.add(listener) }
}
