import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'
import type { Place } from '../../../shared/errors.ts'

/** Keys and list positions from the top of the file. */
export type FilePath = readonly (string | number)[]

/** Where things stand in a file. What is not there is answered with the nearest thing around it. */
export interface Places {
  readonly key: (path: FilePath) => Place
  readonly value: (path: FilePath) => Place
}

export function createPlaces(file: string, document: Document.Parsed, lines: LineCounter): Places {
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const offsetOf = (path: FilePath, wanted: 'key' | 'value'): number => {
    const found = find(document, path)
    if (found) return (wanted === 'key' ? found.key : found.value) ?? found.value ?? found.key ?? 0
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1), wanted)
  }
  return {
    key: (path) => placeAt(offsetOf(path, 'key')),
    value: (path) => placeAt(offsetOf(path, 'value')),
  }
}

interface Offsets {
  readonly key: number | null
  readonly value: number | null
}

function find(document: Document.Parsed, path: FilePath): Offsets | null {
  let node: unknown = document.contents
  let offsets: Offsets = { key: null, value: startOf(node) }
  for (const step of path) {
    const within = resolved(document, node)
    if (isMap(within)) {
      const pair = findPair(document, within, String(step))
      if (!pair) return null
      node = pair.value
      offsets = { key: startOf(pair.key), value: startOf(pair.value) }
    } else if (isSeq(within) && typeof step === 'number' && step < within.items.length) {
      node = within.items[step]
      const start = startOf(node) ?? (isNode(node) ? (node.range?.[0] ?? null) : null)
      offsets = { key: start, value: start }
    } else {
      return null
    }
  }
  return offsets
}

/** A key of the map itself, or one that came in with `<<`. */
function findPair(document: Document.Parsed, map: YAMLMap, key: string, depth = 0): Pair | null {
  const own = map.items.find((pair) => keyOf(pair) === key)
  if (own || depth > 20) return own ?? null
  for (const merge of map.items.filter((pair) => keyOf(pair) === '<<')) {
    const source = resolved(document, merge.value)
    for (const item of isSeq(source) ? source.items : [source]) {
      const merged = resolved(document, item)
      const pair = isMap(merged) ? findPair(document, merged, key, depth + 1) : null
      if (pair) return pair
    }
  }
  return null
}

function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : null
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

/** Null for a value that is not written: `key:` and nothing behind it. */
function startOf(node: unknown): number | null {
  if (!node || isPair(node)) return null
  const { range, source } = node as Node & { readonly source?: string }
  if (!range || (isScalar(node) && node.value === null && !source)) return null
  return range[0]
}
