import { isAlias, isMap, isScalar, isSeq, visit, type Document, type LineCounter, type YAMLError } from 'yaml'
import type { Place, Problem } from '../../../shared/errors.ts'

/** What is wrong with a text as YAML, before anyone asks what it means; one problem a line, for the rest follows from it. */
export function yamlProblems(
  file: string,
  text: string,
  document: Document.Parsed,
  lines: LineCounter,
): readonly Problem[] {
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const exhausted = document.errors.find((error) => error.code === 'RESOURCE_EXHAUSTION')
  if (exhausted) return [tooMuch(placeAt(exhausted.pos[0]))]

  const problems = [...document.errors, ...document.warnings].map((error): Problem => {
    const { message, hint } = explain(error, text)
    return { code: 'LAB_FILE_INVALID', message, place: placeAt(error.pos[0]), ...(hint ? { hint } : {}) }
  })
  const seen = new Set<number | undefined>()
  return [...problems, ...brokenAliases(document, placeAt)].filter(({ place }) => {
    const isNew = !seen.has(place?.line)
    seen.add(place?.line)
    return isNew
  })
}

/** For aliases that would unfold to more than a file can mean. */
export function tooMuch(place: Place): Problem {
  return {
    code: 'LAB_FILE_INVALID',
    message: 'The file is nested too deeply, or its aliases unfold to too much.',
    place,
    hint: 'Write it with fewer levels and fewer aliases.',
  }
}

interface Explanation {
  readonly message: string
  readonly hint?: string
}

/** The mistakes that people make, in better words than the library's. */
const explanations: Partial<Record<YAMLError['code'], (error: YAMLError, text: string) => Explanation>> = {
  TAB_AS_INDENT: () => ({
    message: 'A tab is used to indent; YAML allows spaces only.',
    hint: 'Replace the tab with spaces.',
  }),
  DUPLICATE_KEY: ({ pos }, text) => ({
    message: `The key \`${keyAt(text, pos[0])}\` is there twice.`,
    hint: 'Keep one of them, or put their contents together.',
  }),
  BAD_INDENT: ({ message }) => ({
    message: `The indentation is wrong: ${message.slice(0, 1).toLowerCase()}${message.slice(1)}.`,
  }),
  BLOCK_AS_IMPLICIT_KEY: () => ({
    message: 'There is a second `: ` on this line.',
    hint: 'Put the value in quotes, or its keys on lines of their own.',
  }),
  MULTILINE_IMPLICIT_KEY: () => ({
    message: 'This line should be a key, and its `:` is missing.',
    hint: 'Write `key: value`.',
  }),
  MULTIPLE_DOCS: () => ({
    message: 'The file holds several YAML documents; it must be one.',
    hint: 'Remove the `---` line.',
  }),
}

function explain(error: YAMLError, text: string): Explanation {
  const explanation = explanations[error.code]
  return (
    explanation?.(error, text) ?? { message: `This is not valid YAML: ${error.message.replace(/\.$/, '')}.` }
  )
}

function keyAt(text: string, offset: number): string {
  return /^[^\s:,{}[\]]+/.exec(text.slice(offset, offset + 100))?.[0].replaceAll(/["'`]/g, '') ?? '?'
}

/** The library finds these only when it unfolds them, and says no place then. */
function brokenAliases(document: Document.Parsed, placeAt: (offset: number) => Place): readonly Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Alias: (_key, node) => {
      if (node.resolve(document)) return
      const message = `The alias \`*${node.source}\` stands for nothing: no \`&${node.source}\` comes before it.`
      problems.push({ code: 'LAB_FILE_INVALID', message, place: placeAt(node.range?.[0] ?? 0) })
    },
    Pair: (_key, { key, value }) => {
      if (!isScalar(key) || key.source !== '<<' || canMerge(document, value)) return
      const message = 'What `<<` brings in must be a map, or an alias of one.'
      problems.push({ code: 'LAB_FILE_INVALID', message, place: placeAt(key.range?.[0] ?? 0) })
    },
  })
  return problems
}

function canMerge(document: Document.Parsed, value: unknown): boolean {
  if (isAlias(value)) return !value.resolve(document) || canMerge(document, value.resolve(document))
  return isMap(value) || (isSeq(value) && value.items.every((item) => canMerge(document, item)))
}
