import { LineCounter, parseDocument, type Document } from 'yaml'
import { errorFromProblems } from '../../../shared/errors.ts'
import { createPlaces, type FilePath, type Places } from './places.ts'
import { pathOf, schemaProblems, type Issue } from './schema-problems.ts'
import { switchyardFileSchema, type SwitchyardFileContent } from './schema.ts'
import { tooMuch, yamlProblems } from './yaml-problems.ts'

/** A `switchyard.yaml` that is right in itself; whether the lab has what it names is asked when it is applied. */
export interface SwitchyardFile {
  /** Absolute path. */
  readonly path: string
  readonly content: SwitchyardFileContent
  readonly places: Places
}

/** Throws LAB_FILE_INVALID with every mistake that can be seen at once. */
export function parseSwitchyardFile(text: string, path: string): SwitchyardFile {
  const { written, places } = openYaml(text, path)
  const result = checkWithoutExtensions(written)
  if (!result.success) throw errorFromProblems(schemaProblems(result.error.issues, places))
  return { path, content: result.data, places }
}

/** A file of a lab as plain values, with where they stand; an empty file is an empty map. Throws LAB_FILE_INVALID. */
export function openYaml(text: string, path: string): { readonly written: unknown; readonly places: Places } {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: true,
  })
  const notYaml = yamlProblems(path, text, document, lines)
  if (notYaml.length > 0) throw errorFromProblems(notYaml)
  const places = createPlaces(path, document, lines)
  return { written: unfold(document, places) ?? {}, places }
}

/** Plain values out of a document; aliases that would unfold without end are refused. */
function unfold(document: Document.Parsed, places: Places): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw errorFromProblems([tooMuch(places.value([]))])
  }
}

/**
 * Keys that start with `x-` are anyone's own, as in Compose files, but only where the schema has a closed set of keys:
 * a stack may well be called `x-ray`. So the schema says which ones it does not know, and those are taken out.
 */
function checkWithoutExtensions(written: unknown) {
  const first = switchyardFileSchema.safeParse(written, { reportInput: true })
  const extensions = first.success ? [] : first.error.issues.flatMap((issue) => extensionPaths(issue, []))
  if (extensions.length === 0) return first
  const copy = structuredClone(written)
  for (const path of extensions) removeAt(copy, path)
  return switchyardFileSchema.safeParse(copy, { reportInput: true })
}

function extensionPaths(issue: Issue, above: FilePath): readonly FilePath[] {
  const path = pathOf(issue, above)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.filter((key) => key.startsWith('x-')).map((key) => [...path, key])
  }
  return issue.code === 'invalid_union'
    ? issue.errors.flatMap((issues) => issues.flatMap((inner) => extensionPaths(inner, path)))
    : []
}

function removeAt(value: unknown, [step, ...rest]: FilePath): void {
  if (typeof value !== 'object' || value === null || step === undefined) return
  if (rest.length === 0) Reflect.deleteProperty(value, step)
  else removeAt(Reflect.get(value, step), rest)
}
