import { basename, join, resolve } from 'node:path'
import { compareText } from './compare-text.ts'
import { baseNames, kindOfFile, overrideNames } from './file-names.ts'
import type { Candidate, ComposeFolder, Note } from './model.ts'
import type { FolderVariables } from './variables.ts'

/** The part that each file of a folder plays by its name and by COMPOSE_FILE; nothing is opened. */
export function arrangeFolder(
  dir: string,
  names: readonly string[],
  { variables, envFiles }: FolderVariables,
): { readonly folder: ComposeFolder; readonly notes: readonly Note[] } {
  const given = splitComposeFile(dir, variables)
  const base = given[0] ?? first(dir, names, baseNames)
  const override = given.length > 0 ? [] : [first(dir, names, overrideNames)].filter((file) => file !== null)
  const extra = base === null ? [] : [...given.slice(1), ...override]
  const used = new Set([base, ...extra])
  const others = names.filter((name) => !used.has(join(dir, name))).toSorted(compareText)
  const candidates = others.flatMap((name): Candidate[] => {
    const kind = kindOfFile(name)
    return kind?.kind === 'word' ? [{ path: join(dir, name), word: kind.word }] : []
  })
  const notes = others.flatMap((name): Note[] => {
    const why = reasonToLeaveOut(name, base === null ? null : basename(base), given.length > 0)
    return why === null ? [] : [{ file: join(dir, name), why }]
  })
  return { folder: { dir, base, extra, candidates, isGiven: given.length > 0, variables, envFiles }, notes }
}

/** Files of COMPOSE_FILE as absolute paths; none when it is not set. */
function splitComposeFile(dir: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const separator = variables.get('COMPOSE_PATH_SEPARATOR') || ':'
  const files = (variables.get('COMPOSE_FILE') ?? '').split(separator)
  return [...new Set(files.filter((file) => file !== '').map((file) => resolve(dir, file)))]
}

function first(dir: string, names: readonly string[], wanted: readonly string[]): string | null {
  const name = wanted.find((candidate) => names.includes(candidate))
  return name === undefined ? null : join(dir, name)
}

function reasonToLeaveOut(name: string, base: string | null, isGiven: boolean): string | null {
  const kind = kindOfFile(name)?.kind
  if (kind === 'spare') return 'By its name a copy or an example, not a file to run.'
  if (kind === 'word' || kind === undefined) return null
  if (isGiven) return 'COMPOSE_FILE names other files.'
  if (kind === 'base') return `Compose takes ${base}, which stands beside it.`
  return base === null
    ? 'Compose lays this file over a base file, and there is none beside it.'
    : 'Compose takes another override file, which stands beside it.'
}
