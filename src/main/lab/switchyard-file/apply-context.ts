import { dirname, relative, resolve } from 'node:path'
import type { Problem } from '../../../shared/errors.ts'
import type { Lab } from '../model.ts'
import type { FindProgram } from '../scripts/find-program.ts'
import type { SwitchyardFile } from './parse.ts'
import { readDeclaredSecrets } from './read-secrets.ts'
import type { FilePath } from './places.ts'
import type { EnvironmentVariableFile } from './schema-values.ts'

export interface ApplyOptions {
  /** The environment that will be selected next; only its env files must exist. Null: none. */
  readonly environment: string | null
  /** Profiles that the operator asked for; they are added to every project. */
  readonly profiles: readonly string[]
  /** Takes absolute paths. */
  readonly fileExists: (path: string) => boolean
  readonly findProgram: FindProgram
  /**
   * The project name that Compose itself would choose for these files (absolute, the first says the folder).
   * Without it: the folder's name, as Compose normalises it.
   */
  readonly projectName?: (files: readonly string[]) => string
}

/** What the steps of one application share; problems and notes are collected, so that all are told at once. */
export interface ApplyContext {
  readonly lab: Lab
  readonly file: SwitchyardFile
  readonly options: ApplyOptions
  readonly problems: Problem[]
  readonly notes: { file: string; why: string }[]
}

/** Absolute paths of Compose files; those that are not there are complained about. */
export function resolveFiles(
  context: ApplyContext,
  files: readonly string[],
  path: FilePath,
): readonly string[] {
  return unique(
    files.map((file, index) => {
      const absolute = resolvePath(context, file)
      if (!context.options.fileExists(absolute)) complainMissing(context, [file], [...path, index])
      return absolute
    }),
  )
}

/**
 * Absolute paths of env files, each fallback decided for the first that exists.
 * With `isUsed` false, missing files are nobody's mistake yet, and the first of a fallback is taken.
 */
export function resolveEnvFiles(
  context: ApplyContext,
  entries: readonly EnvironmentVariableFile[],
  path: FilePath,
  isUsed = true,
): readonly string[] {
  return uniqueFromLast(
    entries.flatMap((entry, index) => {
      const { candidates, isRequired } = readEntry(entry)
      const existing = candidates.find((file) => context.options.fileExists(resolvePath(context, file)))
      if (existing === undefined && !isRequired) return []
      if (existing === undefined && isUsed) complainMissing(context, candidates, [...path, index])
      if (existing !== undefined && candidates.length > 1 && isUsed) noteChoice(context, existing, candidates)
      return [resolvePath(context, existing ?? candidates[0] ?? '')]
    }),
  )
}

/** Paths in the file are meant from its own folder. */
export function resolvePath({ file }: ApplyContext, path: string): string {
  return resolve(dirname(file.path), path)
}

export function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)]
}

/** Of env files that are named twice the last one counts, for later ones win. */
export function uniqueFromLast<Item>(items: readonly Item[]): readonly Item[] {
  return unique(items.toReversed()).toReversed()
}

function readEntry(entry: EnvironmentVariableFile): {
  readonly candidates: readonly string[]
  readonly isRequired: boolean
} {
  if (typeof entry === 'string') return { candidates: [entry], isRequired: true }
  if (!('path' in entry)) return { candidates: entry, isRequired: true }
  return { candidates: [entry.path].flat(), isRequired: entry.required ?? true }
}

function noteChoice(context: ApplyContext, chosen: string, candidates: readonly string[]): void {
  const file = resolvePath(context, chosen)
  const others = candidates.filter((candidate) => candidate !== chosen).join(', ')
  const why = `Read as env file: the first that exists; the alternatives are ${others}.`
  if (!context.notes.some((note) => note.file === file && note.why === why)) context.notes.push({ file, why })
}

function complainMissing(context: ApplyContext, files: readonly string[], path: FilePath): void {
  const shown = files
    .map((file) => `\`${relative(context.lab.dir, resolvePath(context, file)) || '.'}\``)
    .join(', ')
  context.problems.push({
    code: 'LAB_FILE_INVALID',
    message: files.length === 1 ? `The file ${shown} does not exist.` : `None of ${shown} exists.`,
    place: context.file.places.value(path),
    hint: hintFor(context, files, path),
  })
}

function hintFor(context: ApplyContext, files: readonly string[], path: FilePath): string {
  if (!path.includes('env_files')) return 'Paths are meant from the folder of this file.'
  const missing = files.map((file) => resolvePath(context, file))
  const isWritten = readDeclaredSecrets(context.file).some(({ file }) => missing.includes(file))
  return isWritten
    ? 'A provider of secrets writes it: switchyard secrets fetch.'
    : 'Create it, or write `{ path: …, required: false }` when it may be missing.'
}
