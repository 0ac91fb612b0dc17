import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { mergeTrees, textAt } from './merge-trees.ts'
import { normalizeFile } from './normalize.ts'
import { type Entry, type MapTree, parseSource, type Tree } from './source-tree.ts'

/** Larger files are not taken apart; what is shown of them has no places then. */
const maxBytes = 4_000_000
const maxDepth = 20

/** Reads a Compose file with everything that it includes and extends. Null when it is no YAML or not there. */
export type SourceReader = (file: string, dir: string) => Tree | null

/** Each file is read once. `dir` is the folder from which relative paths in a file start. */
export function createSourceReader(): SourceReader {
  const known = new Map<string, Tree | null>()

  function read(file: string, dir: string, depth: number): Tree | null {
    const key = `${file}\0${dir}`
    const found = known.get(key)
    if (found !== undefined || depth > maxDepth) return found ?? null
    // A file that includes itself finds nothing.
    known.set(key, null)
    const text = readText(file)
    const documents = text === null ? [] : parseSource({ file, text }).map(normalizeFile)
    const extended = documents.map((document) => extendAll(document, dir, depth))
    const included = extended.flatMap((document) => readIncluded(document, dir, depth))
    const tree = mergeAll([...included, ...extended])
    known.set(key, tree)
    return tree
  }

  function readIncluded(document: Tree, dir: string, depth: number): Tree[] {
    return itemsOf(childOf(document, 'include')).flatMap((entry) => {
      const written = entry.kind === 'map' ? itemsOf(childOf(entry, 'path')) : [entry]
      const files = written.flatMap((path) => (path.kind === 'scalar' ? [resolve(dir, path.text)] : []))
      const folder = textAt(entry, 'project_directory')
      const own = folder ? resolve(dir, folder) : dirname(files[0] ?? dir)
      const merged = mergeAll(files.flatMap((file) => read(file, own, depth + 1) ?? []))
      return merged ? [merged] : []
    })
  }

  function extendAll(document: Tree, dir: string, depth: number): Tree {
    const services = document.kind === 'map' ? document.entries.get('services') : undefined
    if (document.kind !== 'map' || services?.tree.kind !== 'map') return document
    const all = services.tree
    const entries = [...all.entries].map(([name, entry]): [string, Entry] => [
      name,
      { ...entry, tree: extend(entry.tree, all, dir, depth, [name]) },
    ])
    const tree: Tree = { ...all, entries: new Map(entries) }
    return { ...document, entries: new Map([...document.entries, ['services', { ...services, tree }]]) }
  }

  function extend(service: Tree, all: MapTree, dir: string, depth: number, seen: readonly string[]): Tree {
    const extended = childOf(service, 'extends')
    if (!extended || service.kind !== 'map') return service
    const name = extended.kind === 'scalar' ? extended.text : (textAt(extended, 'service') ?? '')
    const file = textAt(extended, 'file')
    const own = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== 'extends')) }
    const path = ['services', seen[0] ?? name]
    if (file) {
      const elsewhere = resolve(dir, file)
      const base = childOf(childOf(read(elsewhere, dirname(elsewhere), depth + 1), 'services'), name)
      return base ? mergeTrees(base, own, path) : own
    }
    const base = all.entries.get(name)?.tree
    return base && !seen.includes(name)
      ? mergeTrees(extend(base, all, dir, depth, [...seen, name]), own, path)
      : own
  }

  return (file, dir) => read(file, dir, 0)
}

export function childOf(tree: Tree | null | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.tree : undefined
}

/** A single value is a list of one. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  if (!tree) return []
  return tree.kind === 'list' ? tree.items.map((item) => item.tree) : [tree]
}

export function mergeAll(trees: readonly Tree[]): Tree | null {
  return trees.reduce<Tree | null>((before, after) => mergeTrees(before, after), null)
}

/** Null when it is not there, or is no text to be taken apart. */
export function readText(file: string): string | null {
  try {
    return statSync(file).size > maxBytes ? null : readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
