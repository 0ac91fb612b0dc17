import type { Place } from '../../shared/errors.ts'
import { interpolateWith, type LookUp } from './interpolate.ts'
import type { ReadFile } from './model.ts'

/** A variable that an env file sets. */
export interface EnvEntry {
  readonly name: string
  /** As it is read, without its quotes; variables in it are not put in. */
  readonly value: string
  /** In single quotes: a `$` in it is one. */
  readonly isLiteral: boolean
  readonly place: Place
}

export interface EnvFile {
  readonly entries: readonly EnvEntry[]
  /** What Compose refuses the file for; null for a good one. `what` has no value in it. */
  readonly mistake: { readonly line: number; readonly what: string } | null
  /** Lines that Compose accepts although they set nothing: a bare name, which takes over what the shell has. */
  readonly idleLines: readonly number[]
}

/** The variables that an env file sets, in its order. */
export function parseEnvFile(file: ReadFile): readonly EnvEntry[] {
  return readEnvFile(file).entries
}

/**
 * Reads an env file as Compose does: its own dotenv dialect, with quotes over several lines, `export`, `NAME: value`, comments
 * behind a space, a byte order mark and CRLF. Lines that Compose would refuse the file for are left out.
 */
export function readEnvFile({ file, text }: ReadFile): EnvFile {
  const entries: EnvEntry[] = []
  const idleLines: number[] = []
  let mistake: EnvFile['mistake'] = null
  let line = 1
  let counted = 0
  const lineAt = (offset: number) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
      line += 1
      counted = at + 1
    }
    return line
  }
  let from = text.startsWith('\uFEFF') ? 1 : 0
  for (;;) {
    from = skipToStatement(text, from)
    if (from >= text.length) return { entries, mistake, idleLines }
    const statement = readStatement(text, from)
    const at = lineAt(from)
    if ('what' in statement) mistake ??= { line: at, what: statement.what }
    else if (statement.name === null) idleLines.push(at)
    else {
      const { name, value, isLiteral } = statement
      if (/^(\d|$)/.test(name)) idleLines.push(at)
      else entries.push({ name, value, isLiteral, place: { file, line: at, column: 1 } })
      if (!isLiteral && isBroken(value))
        mistake ??= { line: at, what: `a \`\${\` in ${name} names no variable` }
    }
    from = statement.end
  }
}

/**
 * The values of variables when these entries, of one file or of several in their order, are laid over each other. Variables in
 * a value are those of `lookUp` (the shell, earlier files) before those that the entries have set themselves.
 */
export function evaluateEntries(
  entries: readonly EnvEntry[],
  lookUp: LookUp = () => undefined,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const { name, value, isLiteral } of entries) {
    values.set(
      name,
      isLiteral ? value : interpolateWith(value, (other) => lookUp(other) ?? values.get(other)),
    )
  }
  return values
}

type Statement =
  /** The name can be empty or a number: Compose reads such a line, and forgets it. */
  | { readonly name: string; readonly value: string; readonly isLiteral: boolean; readonly end: number }
  | { readonly name: null; readonly end: number }
  | { readonly what: string; readonly end: number }

function isBroken(value: string): boolean {
  let broken = false
  interpolateWith(
    value,
    () => undefined,
    () => (broken = true),
  )
  return broken
}

/** Where the next variable begins, behind white space and comments. */
function skipToStatement(text: string, from: number): number {
  skipped.lastIndex = from
  return from + (skipped.exec(text)?.[0].length ?? 0)
}

const skipped = /(?:\s+|#[^\n]*)*/y

function readStatement(text: string, from: number): Statement {
  head.lastIndex = from
  const match = head.exec(text)
  if (!match) {
    const end = endOfLine(text, from)
    const rest = text.slice(from, end)
    // The last line may even have spaces in it, when nothing ends it.
    const isIdle = (end === text.length ? idleAtTheEnd : idle).test(rest)
    return isIdle ? { name: null, end } : { what: 'it is no NAME=value', end }
  }
  const [whole, name = ''] = match
  const start = from + whole.length
  const quote = text[start]
  if (quote === '"' || quote === "'") return readQuoted(text, name, start, quote)
  const end = endOfLine(text, start)
  const line = text.slice(start, end)
  const comment = line.indexOf(' #')
  return { name, value: (comment === -1 ? line : line.slice(0, comment)).trimEnd(), isLiteral: false, end }
}

const head = /(?:export[^\S\n]+)?([\p{L}\p{N}_.[\]-]*)[^\S\n]*[=:][^\S\n]*/uy
const idle = /^(?:export[^\S\n]+)?[\p{L}\p{N}_.[\]-]+\s*$/u
const idleAtTheEnd = /^(?!export\s+$)[\p{L}\p{N}_.[\]\s-]+$/u

function readQuoted(text: string, name: string, start: number, quote: '"' | "'"): Statement {
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === quote) {
      const isLiteral = quote === "'"
      return { name, value: isLiteral ? value : unescape(value), isLiteral, end: at + 1 }
    }
    if (character === '\\' && at + 1 < text.length) {
      const next = text[at + 1] ?? ''
      value += next === quote ? next : character + next
      at += 1
    } else value += character
  }
  return { what: `the quote of ${name} is not closed`, end: endOfLine(text, start) }
}

/** Escapes in double quotes; a dollar that is escaped stays one when variables are put in. */
function unescape(text: string): string {
  return text.replaceAll(/\\([abfnrtv$"\\c]|0\d{0,3})/g, (whole, escape: string) => {
    if (escape === '$') return '$$'
    if (escape.startsWith('0')) return octal(escape.slice(1)) ?? `\\${escape.slice(1)}`
    return escapes[escape] ?? whole
  })
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
}

/** Three digits, as Go reads them; less or more is none. */
function octal(digits: string): string | null {
  return /^[0-3][0-7]{2}$/.test(digits) ? String.fromCharCode(parseInt(digits, 8)) : null
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}
