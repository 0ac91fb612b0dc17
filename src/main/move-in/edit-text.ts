import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml'
import { lineStart, offsetOf } from './source.ts'

/** A replacement in a text, by offsets. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A part of the text with the edits that lie in it. */
export function cut(text: string, start: number, end: number, edits: readonly Edit[]): string {
  const inside = edits
    .filter((edit) => edit.start >= start && edit.end <= end)
    .toSorted((a, b) => a.start - b.start)
  let at = start
  let result = ''
  for (const edit of inside) {
    if (edit.start < at) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at, end)
}

/** Gives a scalar another value and keeps its quotes. */
export function replaceScalar(text: string, scalar: Scalar, value: string): Edit {
  const [start = 0, end = 0] = scalar.range ?? []
  const quote = text[start]
  const quoted =
    quote === "'"
      ? `'${value.replaceAll("'", "''")}'`
      : quote === '"'
        ? JSON.stringify(value)
        : /[#:] |^[&*!|>%@`]/.test(value)
          ? JSON.stringify(value)
          : value
  return { start, end, text: quoted }
}

/** Takes entries out of a list or map of names, such as `depends_on`; the whole key when none is left. */
export function removeNames(text: string, pair: Pair, isRemoved: (name: string) => boolean): readonly Edit[] {
  const { value } = pair
  if (!isMap(value) && !isSeq(value)) return []
  const items = value.items.map((item) => {
    const node = isMap(value) ? (item as Pair).key : item
    const name = isScalar(node) ? String(node.value).split(':')[0] : ''
    return { item, isGone: isRemoved(name ?? '') }
  })
  const kept = items.filter(({ isGone }) => !isGone)
  if (kept.length === items.length) return []
  if (kept.length === 0) return [wholeLines(text, offsetOf(pair), endOf(value))]
  if (value.flow === true) {
    const [start = 0] = value.range ?? []
    const [open, close] = isMap(value) ? ['{ ', ' }'] : ['[', ']']
    const parts = kept.map(({ item }) => text.slice(startOf(item), endOfItem(item)).trim())
    return [{ start, end: endOf(value), text: `${open}${parts.join(', ')}${close}` }]
  }
  return items
    .filter(({ isGone }) => isGone)
    .map(({ item }) => wholeLines(text, startOf(item), contentEnd(text, startOf(item), endOfItem(item))))
}

function startOf(item: unknown): number {
  const node = isPairLike(item) ? (item.key as Node) : (item as Node)
  return node.range?.[0] ?? 0
}

function endOfItem(item: unknown): number {
  if (!isPairLike(item)) return endOf(item as Node)
  return item.value === null ? endOf(item.key as Node) : endOf(item.value as Node)
}

function isPairLike(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item
}

function endOf(node: Node): number {
  return node.range?.[1] ?? 0
}

/** The ranges of maps reach to the next key: without the empty lines and spaces there. */
function contentEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length
}

function wholeLines(text: string, start: number, end: number): Edit {
  const from = lineStart(text, start)
  const to = text.indexOf('\n', contentEnd(text, start, end))
  return { start: from, end: to < 0 ? text.length : to + 1, text: '' }
}
