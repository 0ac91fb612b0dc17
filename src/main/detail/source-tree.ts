import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml'
import type { Place } from '../../shared/errors.ts'
import type { ReadFile } from '../compose/model.ts'
import { placeInFile } from '../compose/place-in-file.ts'

/** A value as a file writes it, with where each part of it stands. Aliases and `<<` are followed. */
export type Tree = MapTree | ListTree | ScalarTree

/** Compose's own tags: take away what other files say, or take its place. */
export type MergeTag = '!reset' | '!override'

interface Tagged {
  readonly tag: MergeTag | null
}
export interface MapTree extends Tagged {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
}
export interface ListTree extends Tagged {
  readonly kind: 'list'
  readonly items: readonly Entry[]
}
export interface ScalarTree extends Tagged {
  readonly kind: 'scalar'
  readonly value: unknown
  /** As it is read; empty for nothing. */
  readonly text: string
}

/** A key with its value, or an item of a list. The place is the key's, or where the item begins. */
export interface Entry {
  readonly place: Place
  readonly tree: Tree
}

/** The documents of a file. What is no YAML has none: Compose says what is wrong with it. */
export function parseSource({ file, text }: ReadFile): readonly Tree[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false })
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return []
  return documents.flatMap(({ contents }) =>
    contents ? [readNode(contents as Node, { file, lines, anchors: new Map() })] : [],
  )
}

export function scalar(value: string | null): ScalarTree {
  return { kind: 'scalar', value, text: value ?? '', tag: null }
}

interface Reading {
  readonly file: string
  readonly lines: LineCounter
  /** What each anchor stands for by now; an alias means the latest one before it. */
  readonly anchors: Map<string, Tree>
}

function readNode(node: unknown, reading: Reading): Tree {
  if (isAlias(node)) return reading.anchors.get(node.source) ?? scalar(null)
  const tree = readContent(node, reading)
  const { anchor } = (node ?? {}) as { readonly anchor?: string }
  if (anchor !== undefined) reading.anchors.set(anchor, tree)
  return tree
}

function readContent(node: unknown, reading: Reading): Tree {
  const tag = mergeTag(node)
  if (isMap(node)) return { kind: 'map', tag, entries: readPairs(node.items, reading) }
  if (isSeq(node)) {
    const items = node.items.map((item) => ({
      place: placeOf(item, reading),
      tree: readNode(item, reading),
    }))
    return { kind: 'list', tag, items }
  }
  if (!isScalar(node)) return scalar(null)
  const { value, source } = node
  const text = typeof value === 'string' ? value : value === null ? '' : (source ?? '')
  return { kind: 'scalar', tag, value, text }
}

/** Keys of the map itself come before those of `<<`, and of several maps under `<<` the first one wins. */
function readPairs(pairs: readonly Pair[], reading: Reading): ReadonlyMap<string, Entry> {
  const own = new Map<string, Entry>()
  const merged = new Map<string, Entry>()
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? String(key.value) : ''
    const tree = readNode(value, reading)
    if (name !== '<<') {
      own.set(name, { place: placeOf(key, reading), tree })
      continue
    }
    for (const source of tree.kind === 'list' ? tree.items.map((item) => item.tree) : [tree]) {
      if (source.kind !== 'map') continue
      for (const [each, entry] of source.entries) if (!merged.has(each)) merged.set(each, entry)
    }
  }
  return new Map([...merged, ...own])
}

function placeOf(node: unknown, { file, lines }: Reading): Place {
  const { range } = (node ?? {}) as { readonly range?: readonly number[] | null }
  return placeInFile(file, lines, range?.[0])
}

function mergeTag(node: unknown): MergeTag | null {
  const { tag } = (node ?? {}) as { readonly tag?: string }
  return tag === '!reset' || tag === '!override' ? tag : null
}
