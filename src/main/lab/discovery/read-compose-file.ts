import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { LineCounter, parseAllDocuments, type Document } from 'yaml'
import { SwitchyardError, errorFromProblems, type Place, type Problem } from '../../../shared/errors.ts'
import { placeInFile } from '../../compose/place-in-file.ts'
import { tooMuch, yamlProblems } from '../switchyard-file/yaml-problems.ts'
import { findRequiredVariables } from '../../compose/interpolate.ts'
import { isMissing } from './is-missing.ts'
import type { WrittenFile } from './model.ts'
import { readWrittenService } from './written-service.ts'
import { isMapping, strings, toList, type Mapping } from './yaml-values.ts'

/** Reads one file as it is written. Throws COMPOSE_FILE_INVALID with the place of what is wrong. */
export async function readComposeFile(path: string): Promise<WrittenFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = isMissing(cause)
      ? 'This Compose file does not exist.'
      : 'This Compose file cannot be read.'
    throw new SwitchyardError('COMPOSE_FILE_INVALID', message, { place: { file: path }, cause })
  })
  return parseComposeFile(path, text)
}

/** The text of a Compose file as it is written. Throws COMPOSE_FILE_INVALID with the place of what is wrong. */
export function parseComposeFile(path: string, text: string): WrittenFile {
  const sections = parseSections(path, text)
  return {
    path,
    isEmpty: sections.length === 0,
    name:
      sections
        .flatMap(({ name }) => (typeof name === 'string' || typeof name === 'number' ? String(name) : []))
        .at(-1) ?? null,
    services: entries(sections, 'services').map(([name, value]) => readWrittenService(name, value)),
    networks: entries(sections, 'networks').map(([key, value]) => ({
      key,
      name: isMapping(value) && typeof value['name'] === 'string' ? value['name'] : null,
    })),
    volumes: entries(sections, 'volumes').map(([name]) => name),
    includes: sections
      .flatMap(({ include }) => toList(include).flatMap(readInclude))
      .flatMap(localPath(path)),
    extended: entries(sections, 'services')
      .flatMap(([, value]) => readExtended(value))
      .flatMap(localPath(path)),
    requiredVariables: findRequiredVariables(withoutComments(text)),
  }
}

/** A large file is not searched for keys that stand there twice: that takes the square of their number. */
const maxCheckedLength = 100_000
/** Files with many services that share an anchor are fine; ten thousand unfolded values are an attack. */
const maxAliasCount = 10_000

/** The search for the one alias that is wrong takes the square of their number. */
const maxSearchedAliases = 500

/** The mappings of the file's YAML documents, which Compose merges; one in nearly all files. */
function parseSections(path: string, text: string): readonly Mapping[] {
  const lines = new LineCounter()
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    uniqueKeys: text.length < maxCheckedLength,
  }
  const documents = parseAllDocuments(text, options)
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document: Document.Parsed): readonly Mapping[] => {
    // Compose's own tags, `!reset` and `!override`, are unknown to the library, which warns and goes on.
    document.warnings = []
    const explain = () => yamlProblems(path, text, document, lines)
    if (document.errors.length > 0) throw fromProblems(explain())
    const value = unfold(document, path, countAliases(text) > maxSearchedAliases ? () => [] : explain)
    if (value === null || value === undefined) return []
    if (!isMapping(value)) {
      throw invalid('A Compose file must be a mapping with keys like `services:`.', { file: path, line: 1 })
    }
    complainAboutSections(path, document, value, lines)
    return [value]
  })
}

/** Plain values; an alias that stands for nothing shows only here, and so does one that stands for too much. */
function unfold(document: Document.Parsed, path: string, explain: () => readonly Problem[]): unknown {
  try {
    return document.toJS({ maxAliasCount })
  } catch {
    const problems = explain()
    throw fromProblems(problems.length > 0 ? problems : [tooMuch({ file: path, line: 1 })])
  }
}

function countAliases(text: string): number {
  return text.match(/(?<![^\s:,[])\*\w/g)?.length ?? 0
}

function fromProblems(problems: readonly Problem[]): SwitchyardError {
  return errorFromProblems(problems.map((problem) => ({ ...problem, code: 'COMPOSE_FILE_INVALID' })))
}

/** The sections that discovery reads must be mappings; Compose judges the rest. */
function complainAboutSections(
  path: string,
  document: Document.Parsed,
  value: Mapping,
  lines: LineCounter,
): void {
  for (const section of ['services', 'networks', 'volumes']) {
    if (value[section] === undefined || value[section] === null || isMapping(value[section])) continue
    const node = document.get(section, true) as { readonly range?: readonly number[] | null } | undefined
    const place = placeInFile(path, lines, node?.range?.[0])
    throw invalid(`\`${section}\` must be a mapping from names to what they are.`, place)
  }
}

function invalid(message: string, place: Place): SwitchyardError {
  return new SwitchyardError('COMPOSE_FILE_INVALID', message, { place })
}

function entries(sections: readonly Mapping[], section: string): readonly (readonly [string, unknown])[] {
  return sections.flatMap((mapping) => {
    const value = mapping[section]
    return isMapping(value) ? Object.entries(value) : []
  })
}

function readInclude(entry: unknown): readonly string[] {
  return isMapping(entry) ? strings(entry['path']) : strings(entry)
}

function readExtended(service: unknown): readonly string[] {
  const extended = isMapping(service) ? service['extends'] : undefined
  return isMapping(extended) ? strings(extended['file']) : []
}

/** Paths that are computed, or that lie in a repository elsewhere, name no file of the lab. */
function localPath(from: string): (path: string) => readonly string[] {
  return (path) => {
    if (/\$|:\/\/|^git@|^oci:/.test(path)) return []
    return [isAbsolute(path) ? path : resolve(dirname(from), path)]
  }
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*#.*$|\s#.*$/gm, '')
}
