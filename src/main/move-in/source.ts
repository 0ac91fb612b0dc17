import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { SwitchyardError } from '../../shared/errors.ts'

/** A part of the text that is kept together: the lines of one key, with the comments above it. */
export interface Slice {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly pair: Pair
}

/** A Compose file as text that can be taken apart by lines. */
export interface ComposeSource {
  readonly file: string
  readonly text: string
  readonly document: Document
  /** Comments before everything else. */
  readonly head: string
  /** Top-level keys in their order. */
  readonly sections: readonly Slice[]
  /** It could not be cut by lines as it was written, and was put into block style. */
  readonly isRewritten: boolean
}

/** Sections whose entries go to the stacks that use them. */
export const sharedSections = ['networks', 'volumes', 'configs', 'secrets'] as const
export type SharedSection = (typeof sharedSections)[number]
const cutSections = ['services', ...sharedSections]

/** Throws COMPOSE_FILE_INVALID for what is no YAML map. */
export function readSource(file: string, written: string): ComposeSource {
  const text = written.replace(/^\uFEFF/, '')
  const document = parse(file, text)
  if (isCutByLines(text, document)) return cutUp(file, text, document, false)
  const block = intoBlockStyle(document)
  return cutUp(file, block, parse(file, block), true)
}

/** The entries of a section such as `services`; none when the file has none. */
export function entriesOf(source: ComposeSource, section: string): readonly Slice[] {
  const found = source.sections.find(({ name }) => name === section)
  return found && isMap(found.pair.value) ? sliceMap(source.text, found.pair.value, found.end) : []
}

/** The lines of a section before its first entry. */
export function sectionHead(source: ComposeSource, section: Slice): string {
  const first = entriesOf(source, section.name)[0]
  return `${source.text.slice(section.start, first?.start ?? section.end).trimEnd()}\n`
}

/** What an alias stands for; everything else stays what it is. */
export function follow(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

export interface Field {
  readonly key: string
  readonly value: unknown
  readonly pair: Pair
  readonly map: YAMLMap
}

/** The keys of a map and of what is merged into it, aliases followed; what is overridden is among them. */
export function* fieldsOf(node: unknown, document: Document): Generator<Field> {
  const map = follow(node, document)
  if (!isMap(map)) return
  for (const pair of map.items) {
    const key = keyOf(pair)
    const value = follow(pair.value, document)
    if (key !== '<<') yield { key, value, pair, map }
    else for (const part of isSeq(value) ? value.items : [value]) yield* fieldsOf(part, document)
  }
}

/** The parser makes a symbol of `<<`. */
export function keyOf({ key }: Pair): string {
  const value = isScalar(key) ? key.value : key
  return typeof value === 'symbol' ? (value.description ?? '') : String(value)
}

function parse(file: string, text: string): Document {
  const document = parseDocument(text, { merge: true, logLevel: 'error', uniqueKeys: true })
  const error = document.errors[0]
  if (error) {
    const line = error.linePos?.[0].line
    throw new SwitchyardError('COMPOSE_FILE_INVALID', `This is no YAML: ${firstLine(error.message)}.`, {
      place: { file, ...(line === undefined ? {} : { line }) },
      hint: 'Several documents in one file, or a key that stands twice, cannot be split.',
    })
  }
  if (!isMap(document.contents) || !document.has('services')) {
    throw new SwitchyardError('COMPOSE_FILE_INVALID', 'This file has no services.', { place: { file } })
  }
  return document
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/( at line .*)?[:.]?$/, '')
}

function mapsToCut(document: Document): readonly YAMLMap[] {
  const root = document.contents as unknown as YAMLMap
  const inner = root.items.filter((pair) => cutSections.includes(keyOf(pair))).map(({ value }) => value)
  return [root, ...inner.filter((value) => isMap(value))]
}

function isCutByLines(text: string, document: Document): boolean {
  return mapsToCut(document).every(
    (map) =>
      (map.flow !== true || map.items.length === 0) &&
      map.items.every((pair) => {
        const at = offsetOf(pair)
        return text.slice(lineStart(text, at), at).trim() === ''
      }),
  )
}

function intoBlockStyle(document: Document): string {
  for (const map of mapsToCut(document)) map.flow = false
  return document.toString({ lineWidth: 0 })
}

function cutUp(file: string, text: string, document: Document, isRewritten: boolean): ComposeSource {
  const all = sliceMap(text, document.contents as unknown as YAMLMap, text.length)
  const first = all[0]
  // What stands apart from the first key is about the file.
  const key = first ? lineStart(text, offsetOf(first.pair)) : 0
  const gap = text.slice(0, key).lastIndexOf('\n\n')
  const headEnd = gap < 0 ? 0 : gap + 2
  const sections = all.map((slice, index) => (index === 0 ? { ...slice, start: headEnd } : slice))
  return { file, text, document, head: text.slice(0, headEnd), sections, isRewritten }
}

function sliceMap(text: string, map: YAMLMap, end: number): Slice[] {
  const starts = map.items.map((pair) => leadingStart(text, offsetOf(pair)))
  return map.items.map((pair, index) => ({
    name: keyOf(pair),
    start: starts[index] ?? 0,
    end: starts[index + 1] ?? end,
    pair,
  }))
}

/** The start of the key's line, or of the comments above that are its own; empty lines belong to what is before. */
function leadingStart(text: string, offset: number): number {
  let start = lineStart(text, offset)
  const indent = offset - start
  for (let above = start; above > 0;) {
    const line = text.slice(lineStart(text, above - 1), above)
    const isBlank = line.trim() === ''
    const isComment = line.trimStart().startsWith('#') && line.length - line.trimStart().length <= indent
    if (!isBlank && !isComment) break
    above = lineStart(text, above - 1)
    if (isComment) start = above
  }
  return start
}

export function offsetOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}
