import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { parse } from 'yaml'
import type { ComposeProject, ReadFile } from './model.ts'

/** The files that Compose reads for a project, as far as they can be told without Compose. */
export interface ProjectInputs {
  /** Compose files that exist, with their text. */
  readonly files: readonly ReadFile[]
  /** Texts in which names of variables can stand: the Compose files and every env file. */
  readonly texts: readonly string[]
  /** Every path that the answer depends on; null when a path is computed from a variable or lies elsewhere. */
  readonly paths: readonly string[] | null
}

/** Follows `include`, `extends` and `env_file`; reads files, runs nothing. */
export function collectProjectInputs(project: ComposeProject): ProjectInputs {
  const files: ReadFile[] = []
  const envFiles = new Set<string>([resolve(project.dir, '.env'), ...project.envFiles])
  const paths = new Set<string>()
  let isComplete = true
  const queue = [...project.files]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.some(({ file }) => file === path)) continue
    paths.add(path)
    const text = readText(path)
    if (text === null) continue
    files.push({ file: path, text })
    for (const reference of findReferences(text)) {
      if (/\$|:\/\/|^git@|^oci:|^~/.test(reference.path)) {
        isComplete = false
        continue
      }
      const bases = isAbsolute(reference.path) ? ['/'] : [project.dir, dirname(path)]
      for (const base of bases) {
        const candidate = resolve(base, reference.path)
        if (reference.isCompose) queue.push(candidate)
        envFiles.add(reference.isCompose ? resolve(dirname(candidate), '.env') : candidate)
      }
    }
  }
  const texts = [...files.map(({ text }) => text), ...[...envFiles].flatMap((path) => readText(path) ?? [])]
  return { files, texts, paths: isComplete ? [...new Set([...paths, ...envFiles])] : null }
}

interface Reference {
  readonly path: string
  readonly isCompose: boolean
}

function findReferences(text: string): Reference[] {
  const document = asRecord(parseLoosely(text))
  const included = asList(document['include']).flatMap((entry) =>
    typeof entry === 'string'
      ? [{ path: entry, isCompose: true }]
      : [
          ...strings(asRecord(entry)['path']).map((path) => ({ path, isCompose: true })),
          ...strings(asRecord(entry)['env_file']).map((path) => ({ path, isCompose: false })),
          // Relative paths then start from there, also those in the included file: left to Compose.
          ...strings(asRecord(entry)['project_directory']).map(() => ({ path: '$', isCompose: true })),
        ],
  )
  const referred = Object.values(asRecord(document['services'])).flatMap((value) => {
    const service = asRecord(value)
    const envFiles = asList(service['env_file']).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : strings(asRecord(entry)['path']),
    )
    return [
      ...strings(asRecord(service['extends'])['file']).map((path) => ({ path, isCompose: true })),
      ...[...envFiles, ...strings(service['label_file'])].map((path) => ({ path, isCompose: false })),
    ]
  })
  return [...included, ...referred]
}

/**
 * A file that is not YAML refers to nothing; Compose will say what is wrong with it. Looking for keys that stand twice is
 * left to Compose as well: it takes the parser minutes in a file of some megabytes.
 */
function parseLoosely(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', merge: true, uniqueKeys: false, customTags: composeTags })
  } catch {
    return null
  }
}

/** Compose's own tags, which take away or replace what another file says. */
const composeTags = ['!reset', '!override'].flatMap((tag) => [
  { tag, resolve: (value: string) => value },
  { tag, collection: 'map' as const, resolve: (value: unknown) => value },
  { tag, collection: 'seq' as const, resolve: (value: unknown) => value },
])

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

function strings(value: unknown): string[] {
  return asList(value).filter((entry) => typeof entry === 'string')
}
