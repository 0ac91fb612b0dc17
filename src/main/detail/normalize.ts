import { type Entry, type MapTree, scalar, type Tree } from './source-tree.ts'

/** A Compose file with its short forms written out where a list means a map, so that files can be laid over each other. */
export function normalizeFile(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree
  return mapEntries(tree, (key, value) =>
    key === 'services' && value.kind === 'map'
      ? mapEntries(value, (_, service) => normalizeService(service))
      : value,
  )
}

function normalizeService(service: Tree): Tree {
  if (service.kind !== 'map') return service
  return mapEntries(service, (key, value) => {
    if (assignmentSections.has(key)) return listToMap(value)
    if (nameSections.has(key)) return namesToMap(value)
    if (key === 'build') return normalizeBuild(value)
    if (key === 'deploy' && value.kind === 'map')
      return mapEntries(value, (part, own) => (part === 'labels' ? listToMap(own) : own))
    return value
  })
}

const assignmentSections = new Set(['environment', 'labels', 'annotations', 'sysctls'])
const nameSections = new Set(['networks', 'depends_on'])

/** `build: .` is `build: { context: . }`. */
function normalizeBuild(value: Tree): Tree {
  if (value.kind === 'scalar' && typeof value.value === 'string') {
    return { kind: 'map', tag: value.tag, entries: new Map([['context', { place: noPlace, tree: value }]]) }
  }
  if (value.kind !== 'map') return value
  return mapEntries(value, (part, own) => (part === 'args' || part === 'labels' ? listToMap(own) : own))
}

/** Stands for the place of the key above, which is set where the value is put into its map. */
const noPlace = { file: '' }

/** `- NAME=value` is `NAME: value`; a name alone takes its value from the shell. */
function listToMap(value: Tree): Tree {
  if (value.kind !== 'list') return value
  const entries = value.items.map(({ place, tree }): [string, Entry] => {
    const text = tree.kind === 'scalar' ? tree.text : ''
    const sign = text.indexOf('=')
    return sign < 0
      ? [text, { place, tree: scalar(null) }]
      : [text.slice(0, sign), { place, tree: scalar(text.slice(sign + 1)) }]
  })
  return { kind: 'map', tag: value.tag, entries: new Map(entries) }
}

/** `- name` is `name:` with nothing behind it. */
function namesToMap(value: Tree): Tree {
  if (value.kind !== 'list') return value
  const entries = value.items.map(({ place, tree }): [string, Entry] => [
    tree.kind === 'scalar' ? tree.text : '',
    { place, tree: scalar(null) },
  ])
  return { kind: 'map', tag: value.tag, entries: new Map(entries) }
}

function mapEntries(tree: MapTree, change: (key: string, value: Tree) => Tree): MapTree {
  const entries = [...tree.entries].map(([key, { place, tree: value }]): [string, Entry] => {
    const changed = change(key, value)
    return [key, { place, tree: changed.kind === 'map' ? withPlace(changed, place) : changed }]
  })
  return { ...tree, entries: new Map(entries) }
}

function withPlace(tree: MapTree, place: Entry['place']): MapTree {
  if (![...tree.entries.values()].some((entry) => entry.place === noPlace)) return tree
  const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
    key,
    entry.place === noPlace ? { ...entry, place } : entry,
  ])
  return { ...tree, entries: new Map(entries) }
}
