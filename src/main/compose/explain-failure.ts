import { LineCounter, parseDocument } from 'yaml'
import type { ErrorCode, Place, Problem } from '../../shared/errors.ts'
import type { ReadFile } from './model.ts'
import { placeInFile } from './place-in-file.ts'
import { findVariable } from './unset-variables.ts'

/** Turns Compose's error output into one problem: the reason in a sentence, with file and line where they can be told. */
export function explainFailure(stderr: string, files: readonly ReadFile[]): Problem {
  const reason = extractReason(stderr)
  const place = findPlace(reason, files)
  return {
    code: codeFor(reason),
    message: `Compose says: ${withoutFile(reason, files)}.`.replace(/\.\.$/, '.'),
    ...(place ? { place } : {}),
    ...hintFor(reason),
  }
}

/**
 * The last line that is not a log line; Compose prints warnings before the error. A wrong `${…}` is told in the first of
 * its lines, the last one repeats the value.
 */
export function extractReason(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^time="/.test(line) && !/^WARN\[/.test(line))
  const interpolation = lines.find((line) => line.startsWith('invalid interpolation format'))
  return (interpolation ?? lines.at(-1) ?? 'no reason was given').replace(/^(Error|error|failed):\s+/, '')
}

function codeFor(reason: string): ErrorCode {
  if (/dependency cycle detected/.test(reason)) return 'CYCLE'
  if (/required variable/.test(reason)) return 'VARIABLE_UNSET'
  return 'COMPOSE_FILE_INVALID'
}

function hintFor(reason: string): { readonly hint?: string } {
  const variable = /required variable (\S+) is missing/.exec(reason)?.[1]
  if (variable)
    return { hint: `Set ${variable} in the .env file beside the Compose file, or in the environment.` }
  if (/depends on undefined service/.test(reason)) {
    return { hint: 'Correct the name under depends_on, or add the file that defines the service.' }
  }
  if (/env file .* not found/.test(reason)) {
    return { hint: 'Create the file, or mark it `required: false` under env_file.' }
  }
  return {}
}

function findPlace(reason: string, files: readonly ReadFile[]): Place | undefined {
  const named = files.find(({ file }) => reason.includes(file))
  const line = /line (\d+)/.exec(reason)?.[1]
  if (line !== undefined) {
    const broken =
      named ??
      files.find(({ text }) => parseDocument(text, { uniqueKeys: false }).errors.length > 0) ??
      files[0]
    if (broken) return { file: broken.file, line: Number(line) }
  }
  const variable = /required variable (\S+) is missing/.exec(reason)?.[1]
  if (variable !== undefined) return findVariable(variable, files)[0]?.place
  for (const service of namedServices(reason)) {
    const found = (named ? [named] : files).flatMap((file) => findService(service, file))[0]
    if (found) return found
  }
  const only = named ?? (files.length === 1 ? files[0] : undefined)
  return only ? { file: only.file } : undefined
}

/** Names that the reason may mean: of `services.web.ports` first the whole rest, for a name can have dots. */
function namedServices(reason: string): string[] {
  const words =
    /services?[ .[]"?([\w.-]+)"?/.exec(reason)?.[1] ?? /^"?([\w.-]+)"? depends on/.exec(reason)?.[1]
  const parts = words?.split('.') ?? []
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))
}

function findService(name: string, { file, text }: ReadFile): Place[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false })
  const services = document.get('services', true)
  if (!services || typeof services !== 'object' || !('items' in services)) return []
  for (const pair of (services as { items: { key?: { value?: unknown; range?: number[] } }[] }).items) {
    const offset = pair.key?.range?.[0]
    if (pair.key?.value === name && offset !== undefined) return [placeInFile(file, counter, offset)]
  }
  return []
}

/** The place is shown before the sentence, so the sentence need not repeat the path. */
function withoutFile(reason: string, files: readonly ReadFile[]): string {
  const named = files.find(({ file }) => reason.includes(file))
  if (!named) return reason
  return reason
    .replaceAll(named.file, 'the file')
    .replace(/^(validating|failed to parse|parsing) the file:\s*/, '')
    .trim()
}
