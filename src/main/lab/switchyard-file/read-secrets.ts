import { dirname, resolve } from 'node:path'
import { errorFromProblems, type Place, type Problem } from '../../../shared/errors.ts'
import type { SwitchyardFile } from './parse.ts'
import type { FilePath } from './places.ts'
import type { SecretEntry } from './schema-secrets.ts'
import type { EnvironmentVariableFile } from './schema-values.ts'

/** A provider of secrets as the lab's file names it. */
export interface DeclaredSecrets {
  readonly entry: SecretEntry
  /** The stack that it belongs to; null: the whole lab. */
  readonly stack: string | null
  /** The env file that it writes, absolute. */
  readonly file: string
  /** What stands beside that file in lists of which the first that exists is read, absolute. */
  readonly alternatives: readonly string[]
  readonly place: Place
}

/** Every provider that the file declares, those of the lab first. Throws LAB_FILE_INVALID when two write one file. */
export function readDeclaredSecrets(file: SwitchyardFile): readonly DeclaredSecrets[] {
  const { content, places } = file
  const lists: readonly (readonly [string | null, readonly SecretEntry[], FilePath])[] = [
    [null, content.secrets ?? [], ['secrets']],
    ...Object.entries(content.stacks ?? {}).map(
      ([name, entry]) => [name, entry?.secrets ?? [], ['stacks', name, 'secrets']] as const,
    ),
  ]
  const declared = lists.flatMap(([stack, entries, path]) =>
    entries.map((entry, index): DeclaredSecrets => {
      const written = resolve(dirname(file.path), entry.write)
      const alternatives = findAlternatives(file, written)
      return { entry, stack, file: written, alternatives, place: places.value([...path, index]) }
    }),
  )
  const problems = findTwice(declared)
  if (problems.length > 0) throw errorFromProblems(problems)
  return declared
}

function findTwice(declared: readonly DeclaredSecrets[]): readonly Problem[] {
  return declared.flatMap(({ file, entry, place }, index): readonly Problem[] =>
    declared.findIndex((other) => other.file === file) === index
      ? []
      : [
          {
            code: 'LAB_FILE_INVALID',
            message: `Two providers write \`${entry.write}\`.`,
            place,
            hint: 'Give each a file of its own; later env files win.',
          },
        ],
  )
}

/** Without a list that names it, discovery has one: `.env.infisical`, or else `.env`. */
function findAlternatives({ path, content }: SwitchyardFile, written: string): readonly string[] {
  const dir = dirname(path)
  const stacks = Object.values(content.stacks ?? {})
  const entries = [...(content.env_files ?? []), ...stacks.flatMap((stack) => stack?.env_files ?? [])]
  const lists = entries.map((entry) => candidatesOf(entry).map((name) => resolve(dir, name)))
  const named = lists.filter((list) => list.includes(written))
  const found = [...new Set(named.flat())].filter((name) => name !== written)
  const isDiscovered = named.length === 0 && written === resolve(dir, '.env.infisical')
  return isDiscovered ? [resolve(dir, '.env')] : found
}

/** Every file that env files name, whether it is there or not. */
export function namedEnvFiles(entries: readonly EnvironmentVariableFile[]): readonly string[] {
  return entries.flatMap(candidatesOf)
}

function candidatesOf(entry: EnvironmentVariableFile): readonly string[] {
  if (typeof entry === 'string') return [entry]
  return 'path' in entry ? [entry.path].flat() : entry
}
