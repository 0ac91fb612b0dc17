import type { Place } from '../../shared/errors.ts'
import type { ReadFile } from '../compose/model.ts'

/** A line of an env file. The value is as it is read, without its quotes; variables in it are not put in. */
export interface EnvEntry {
  readonly name: string
  readonly value: string
  readonly place: Place
}

/** The variables that an env file sets, in its order; a quoted value can go over several lines. */
export function parseEnvFile({ file, text }: ReadFile): readonly EnvEntry[] {
  const entries: EnvEntry[] = []
  let line = 1
  let counted = 0
  for (const match of text.matchAll(assignment)) {
    const start = match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0)
    line += text.slice(counted, start).split('\n').length - 1
    counted = start
    const [, name = '', double, single, bare = ''] = match
    const value = double !== undefined ? unescape(double) : (single ?? bare.replace(/(^|\s)#.*$/, '').trim())
    entries.push({ name, value, place: { file, line, column: 1 } })
  }
  return entries
}

const assignment =
  /^[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*(?:=|:(?=\s))[^\S\n]*(?:"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|([^\n]*))/gm

function unescape(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (_, character: string) =>
    character === 'n' ? '\n' : character === 'r' ? '\r' : character === 't' ? '\t' : character,
  )
}
