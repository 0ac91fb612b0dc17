import type { Entry, ListTree, MapTree, Tree } from './source-tree.ts'
import { parseVolume } from './short-forms.ts'

/** Keys from the top of the file. */
export type TreePath = readonly string[]

/**
 * Lays one file over another by Compose's rules: maps are merged, lists are appended, a command replaces the other, and a
 * value wins. `!reset` and `!override` do what they say and stay where they stand, for files that come below.
 * Source: compose-go, override/merge.go and override/uncity.go.
 */
export function mergeTrees(before: Tree | null, after: Tree, path: TreePath = []): Tree {
  if (before === null || after.tag !== null) return after
  if (before.tag === '!reset') return { ...after, tag: '!override' }
  if (before.kind === 'map' && after.kind === 'map') return mergeMaps(before, after, path)
  if (before.kind === 'list' && after.kind === 'list' && !isReplaced(path))
    return mergeLists(before, after, path)
  // A key with nothing behind it changes nothing.
  return after.kind === 'scalar' && after.value === null ? before : after
}

/** Whether a list is taken as a whole: commands make no sense in parts. */
function isReplaced(path: TreePath): boolean {
  const within = path[0] === 'services' ? path.slice(2).join('.') : ''
  return within === 'command' || within === 'entrypoint' || within === 'healthcheck.test'
}

function mergeMaps(before: MapTree, after: MapTree, path: TreePath): MapTree {
  const entries = new Map(before.entries)
  for (const [key, { place, tree }] of after.entries) {
    const old = before.entries.get(key)
    const merged = mergeTrees(old?.tree ?? null, tree, [...path, key])
    const isUnchanged = merged === old?.tree && tree.kind === 'scalar' && !isNamed(path)
    entries.set(key, isUnchanged ? old : { place, tree: merged })
  }
  return { kind: 'map', tag: before.tag, entries }
}

/** Where a key alone says something: `networks: [front]` names a network, `POSTGRES_USER:` takes a variable. */
function isNamed(path: TreePath): boolean {
  return path[0] === 'services' && path.length === 3
}

function mergeLists(before: ListTree, after: ListTree, path: TreePath): ListTree {
  const items = new Map<string, Entry>()
  for (const item of [...before.items, ...after.items]) items.set(identityOf(item.tree, path), item)
  return { kind: 'list', tag: before.tag, items: [...items.values()] }
}

/** What makes two items the same: for a mount its place in the container, else all of it. */
function identityOf(tree: Tree, path: TreePath): string {
  if (path[0] === 'services' && path[2] === 'volumes') {
    const target = tree.kind === 'scalar' ? parseVolume(tree.text)?.target : textAt(tree, 'target')
    if (target) return target.replace(/(?<=.)\/+$/, '')
  }
  return JSON.stringify(toPlain(tree))
}

export function textAt(tree: Tree, key: string): string | null {
  const found = tree.kind === 'map' ? tree.entries.get(key)?.tree : null
  return found?.kind === 'scalar' ? found.text : null
}

/** What is left when every file is laid over: without what was reset. */
export function finishTree(tree: Tree): Tree {
  if (tree.kind === 'scalar') return { ...tree, tag: null }
  if (tree.kind === 'list') {
    return { ...tree, tag: null, items: tree.items.filter((item) => item.tree.tag !== '!reset') }
  }
  const entries = [...tree.entries]
    .filter(([, entry]) => entry.tree.tag !== '!reset')
    .map(([key, entry]): [string, Entry] => [key, { ...entry, tree: finishTree(entry.tree) }])
  return { kind: 'map', tag: null, entries: new Map(entries) }
}

/** Plain values; `change` may put something else for a scalar, by the key that it stands under. */
export function toPlain(
  tree: Tree,
  change: (text: string, key: string, value: unknown) => unknown = (_, __, value) => value,
  key = '',
): unknown {
  if (tree.kind === 'scalar') return change(tree.text, key, tree.value)
  if (tree.kind === 'list') return tree.items.map((item) => toPlain(item.tree, change, key))
  return Object.fromEntries(
    [...tree.entries].map(([name, entry]) => [name, toPlain(entry.tree, change, name)]),
  )
}
