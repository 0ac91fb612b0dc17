import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml'
import type { Place } from '../../shared/errors.ts'
import type { ReadFile, UnsetVariable } from './model.ts'
import { placeInFile } from './place-in-file.ts'

/**
 * The variables that Compose warned about, each with where it stands and whose service mentions it,
 * in the order of the files: Compose itself warns in an order that changes from call to call.
 */
export function locateUnsetVariables(stderr: string, files: readonly ReadFile[]): UnsetVariable[] {
  const names = [...stderr.matchAll(/The \\?"?([A-Za-z_][A-Za-z0-9_]*)\\?"? variable is not set/g)]
  const unique = [...new Set(names.flatMap(([, name]) => name ?? []))]
  const order = new Map(files.map(({ file }, index) => [file, index]))
  const located = unique.map((name) => {
    const found = findVariable(name, files)
    const services = found.flatMap(({ service }) => service ?? [])
    const isOutside = found.length === 0 || found.some(({ service }) => service === null)
    return { name, services: isOutside ? null : [...new Set(services)], place: found[0]?.place ?? null }
  })
  const rank = ({ place }: UnsetVariable): number[] =>
    place === null ? [files.length, 0, 0] : [order.get(place.file) ?? 0, place.line ?? 0, place.column ?? 0]
  return located.sort((a, b) => compareNumbers(rank(a), rank(b)) || a.name.localeCompare(b.name))
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.reduce((found, value, index) => found || value - (b[index] ?? 0), 0)
}

/** Every place where `$NAME` or `${NAME…}` stands, with the service around it. */
export function findVariable(
  name: string,
  files: readonly ReadFile[],
): { readonly place: Place; readonly service: string | null }[] {
  return files.flatMap(({ file, text }) => {
    const counter = new LineCounter()
    const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent', uniqueKeys: false })
    const spans = serviceSpans(document)
    return [...text.matchAll(new RegExp(`(?<!\\$)\\$(?:\\{${name}\\b|${name}\\b)`, 'g'))]
      .filter(({ index }) => !isComment(text, index))
      .map(({ index }) => {
        const span = spans.find(({ start, end }) => index >= start && index < end)
        return { place: placeInFile(file, counter, index), service: span?.service ?? null }
      })
  })
}

function serviceSpans(document: Document): { service: string; start: number; end: number }[] {
  const services = document.get('services')
  if (!isMap(services)) return []
  return services.items.flatMap(({ key, value }) => {
    const end = isNode(value) ? value.range?.[2] : undefined
    if (!isScalar(key) || !key.range || end === undefined) return []
    return [{ service: String(key.value), start: key.range[0], end }]
  })
}

function isComment(text: string, index: number): boolean {
  const lineStart = text.lastIndexOf('\n', index - 1) + 1
  return /^\s*#|\s#/.test(text.slice(lineStart, index))
}
