import { stringify } from 'yaml'
import type { LayerChanges } from '../../shared/detail.ts'
import type { Source } from './read-sources.ts'
import { mergeTrees, toPlain, type TreePath } from './merge-trees.ts'
import { hidden, isPlainValue, isReference, isSecretName, type Mask } from './secrets.ts'
import type { Entry, Tree } from './source-tree.ts'

type Change = LayerChanges['changes'][number]

/**
 * What each file after the first changes of what the files before it say, in the words of the files. `within` narrows it
 * to a part such as `['services', 'web']`. Pure.
 */
export function describeLayers(files: readonly Source[], within: TreePath, mask: Mask): LayerChanges[] {
  let before: Tree | null = null
  return files.flatMap(({ file, tree }, index) => {
    const earlier = before
    if (tree) before = mergeTrees(before, tree)
    if (index === 0) return []
    const changes = tree ? compareTrees(earlier, tree, [], mask, within) : []
    return [{ file, changes }]
  })
}

function compareTrees(
  before: Tree | null,
  after: Tree,
  path: TreePath,
  mask: Mask,
  within: TreePath,
): Change[] {
  if (after.kind !== 'map') return []
  return [...after.entries].flatMap(([key, entry]) => {
    const own = [...path, key]
    if (own.some((step, index) => index < within.length && step !== within[index])) return []
    if (path.length === 0 && (key.startsWith('x-') || key === 'include')) return []
    const old = before?.kind === 'map' ? before.entries.get(key)?.tree : undefined
    const earlier = old && old.tag !== '!reset' ? old : null
    const isDeeper = entry.tree.kind === 'map' && entry.tree.tag === null && entry.tree.entries.size > 0
    if (isDeeper && (earlier === null || earlier.kind === 'map'))
      return compareTrees(earlier, entry.tree, own, mask, within)
    return own.length < within.length ? [] : compareValues(earlier, entry, own, mask)
  })
}

function compareValues(earlier: Tree | null, { place, tree }: Entry, path: TreePath, mask: Mask): Change[] {
  const key = path.at(-1) ?? ''
  const merged = mergeTrees(earlier, tree, path)
  // Compared as they are: two secrets look alike once they are hidden.
  if (earlier && tree.tag === null && JSON.stringify(toPlain(earlier)) === JSON.stringify(toPlain(merged)))
    return []
  if (tree.tag === '!reset' && earlier === null) return []
  const written = tree.tag === '!reset' ? '!reset' : formatTree(merged, key, mask)
  return [
    {
      path: mask(path.join('.')),
      before: earlier && formatTree(earlier, key, mask),
      after: tree.tag === '!override' ? `!override ${written}` : written,
      place,
    },
  ]
}

/** YAML on one line, without secrets. */
function formatTree(tree: Tree, key: string, mask: Mask): string {
  const plain = toPlain(
    tree,
    (text, name, value) => {
      const isHidden = isSecretName(name) && !isReference(text) && !isPlainValue(name, text)
      if (isHidden) return hidden
      const masked = mask(text)
      return masked === text ? value : masked
    },
    key,
  )
  return stringify(plain, {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    blockQuote: false,
    doubleQuotedAsJSON: true,
  }).trim()
}
