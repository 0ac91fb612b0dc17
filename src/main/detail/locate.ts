import type { Place } from '../../shared/errors.ts'
import { textAt } from './merge-trees.ts'
import { couldBe, parsePort, parseVolume, takesPort } from './short-forms.ts'
import type { Entry, ListTree, Tree } from './source-tree.ts'

/** Keys and list positions from the top of the resolved document. */
export type ResolvedPath = readonly (string | number)[]

/**
 * Where a part of the resolved document is written: the place of the last file that sets it. Null for what no file
 * says, such as a default of Compose, and whenever it is not certain.
 */
export function locate(merged: Tree | null, resolved: unknown, path: ResolvedPath): Place | null {
  let entry: Entry | null = null
  let tree: Tree | null = merged
  let value = resolved
  for (const [index, step] of path.entries()) {
    value = (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[step]
    const section = path[0] === 'services' ? String(path[2]) : ''
    const next: Entry | 'here' | null = tree ? findStep(tree, step, value, section) : null
    // A text from which Compose made a list or a map: all of that stands where the text stands.
    if (next === 'here') return index === path.length - 1 ? (entry?.place ?? null) : null
    if (next === null) return null
    entry = next
    tree = next.tree
  }
  if (path[0] === 'name' && tree?.kind === 'scalar' && !couldBe(tree.text, String(value))) return null
  return entry?.place ?? null
}

function findStep(tree: Tree, step: string | number, value: unknown, section: string): Entry | 'here' | null {
  if (typeof step === 'string') {
    if (tree.kind === 'map') return tree.entries.get(step) ?? null
    return tree.kind === 'scalar' && isWritten(tree.text, step, section) ? 'here' : null
  }
  if (tree.kind === 'scalar') return tree.text === '' ? null : 'here'
  return tree.kind === 'list' ? findItem(tree, step, value, section) : null
}

/** Lists are appended to each other and put in order, so an item is found by what it says; one of several is none. */
function findItem(tree: ListTree, index: number, value: unknown, section: string): Entry | null {
  const matching = tree.items.filter((item) => isItem(item.tree, value, section))
  if (matching.length === 1) return matching[0] ?? null
  const atIndex = tree.items[index]
  return atIndex && matching.includes(atIndex) ? atIndex : null
}

function isItem(tree: Tree, value: unknown, section: string): boolean {
  const resolved = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, string | number | undefined>
  >
  if (section === 'ports') return isPort(tree, resolved)
  if (tree.kind === 'map') {
    const key = ['target', 'source', 'path', 'driver'].find((name) => textAt(tree, name) !== null)
    return key !== undefined && isText(textAt(tree, key), resolved[key])
  }
  if (tree.kind !== 'scalar') return false
  if (section === 'volumes') return isText(parseVolume(tree.text)?.target ?? null, resolved['target'])
  if (section === 'devices' && typeof value === 'object')
    return isText(parseVolume(tree.text)?.source ?? tree.text, resolved['source'])
  if (typeof value === 'object') return isText(tree.text, resolved['source'])
  const text = value as string | number | undefined
  return isText(section === 'extra_hosts' ? tree.text.replace(':', '=') : tree.text, text)
}

function isPort(tree: Tree, resolved: Readonly<Record<string, string | number | undefined>>): boolean {
  const written =
    tree.kind === 'scalar'
      ? parsePort(tree.text)
      : {
          address: textAt(tree, 'host_ip'),
          published: textAt(tree, 'published'),
          target: textAt(tree, 'target') ?? '',
          protocol: textAt(tree, 'protocol'),
        }
  return (
    written !== null &&
    takesPort(written.target, resolved['target']) &&
    takesPort(written.published, resolved['published']) &&
    couldBe(written.address ?? '', String(resolved['host_ip'] ?? '')) &&
    couldBe(written.protocol ?? 'tcp', String(resolved['protocol'] ?? 'tcp'))
  )
}

/** Compose takes the slash from the end of a path. */
function isText(written: string | null, resolved: string | number | undefined): boolean {
  if (written === null || resolved === undefined) return false
  const trim = (text: string) => text.replace(/(?<=.)\/+$/, '')
  return couldBe(trim(written), trim(String(resolved)))
}

/** Whether the short form of an item says this part of it; the rest are Compose's defaults. */
function isWritten(text: string, part: string, section: string): boolean {
  if (section === 'ports') {
    const port = parsePort(text)
    const written = { host_ip: port?.address, published: port?.published, protocol: port?.protocol }
    return part === 'target' || Boolean(written[part as keyof typeof written])
  }
  if (section === 'volumes') {
    const volume = parseVolume(text)
    if (part === 'source') return Boolean(volume?.source)
    return part === 'target' || (part === 'read_only' && /(^|,)ro(,|$)/.test(volume?.mode ?? ''))
  }
  if (section === 'devices') return part === 'source' || (part === 'target' && text.includes(':'))
  return (section === 'secrets' || section === 'configs') && part === 'source'
}
