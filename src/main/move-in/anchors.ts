import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, visit } from 'yaml'
import { type ComposeSource, entriesOf, keyOf, sharedSections, type Slice } from './source.ts'

/** A part of the file that is copied whole. */
export interface Unit extends Slice {
  /** `x-common`, `services.web`, `volumes.data`. */
  readonly key: string
}

/** What a set of units needs besides, because their aliases point out of it. */
export interface AnchorNeeds {
  /** Extension sections that are copied whole. */
  readonly sections: readonly Unit[]
  /** Anchors of other services or entries, which are written out as an extension of their own. */
  readonly copies: readonly { readonly anchor: string; readonly node: Node; readonly owner: string }[]
}

/** Everything that can be copied on its own, in the order of the file. */
export function unitsOf(source: ComposeSource): readonly Unit[] {
  const cutUp = new Set<string>(['services', ...sharedSections])
  return source.sections.flatMap((section) => {
    if (!cutUp.has(section.name)) return [{ ...section, key: section.name }]
    return entriesOf(source, section.name).map((entry) => ({
      ...entry,
      key: `${section.name}.${entry.name}`,
    }))
  })
}

export function findAnchorNeeds(
  source: ComposeSource,
  units: readonly Unit[],
  kept: readonly Unit[],
): AnchorNeeds {
  const sections = new Set<Unit>()
  const copies = new Map<string, AnchorNeeds['copies'][number]>()
  const queue = [...kept]
  for (let unit = queue.shift(); unit; unit = queue.shift()) {
    for (const { node, anchor } of targetsOf(source, unit)) {
      const owner = units.find((candidate) => isIn(node, candidate))
      if (!owner || kept.includes(owner) || sections.has(owner)) continue
      if (owner.key.startsWith('x-')) {
        sections.add(owner)
        queue.push(owner)
      } else copies.set(anchor, { anchor, node, owner: owner.key })
    }
  }
  return { sections: units.filter((unit) => sections.has(unit)), copies: [...copies.values()] }
}

/** Names of anchors that stand twice in a file; each alias means the one before it, so that parts cannot be moved freely. */
export function doubleAnchors(source: ComposeSource): readonly string[] {
  const seen = new Set<string>()
  const double = new Set<string>()
  visit(source.document, {
    Node(_, node) {
      const anchor = 'anchor' in node ? node.anchor : undefined
      if (anchor === undefined) return
      if (seen.has(anchor)) double.add(anchor)
      seen.add(anchor)
    },
  })
  return [...double]
}

/** A node as plain values: aliases followed, and paths as they are written where it goes. */
export function expand(node: unknown, source: ComposeSource, moved: ReadonlyMap<Scalar, string>): unknown {
  if (isAlias(node)) return expand(node.resolve(source.document), source, moved)
  if (isScalar(node)) return moved.get(node) ?? node.value
  if (isSeq(node)) return node.items.map((item) => expand(item, source, moved))
  if (!isMap(node)) return null
  const own: Record<string, unknown> = {}
  const merged: Record<string, unknown> = {}
  for (const pair of node.items) {
    const value = expand(pair.value, source, moved)
    if (keyOf(pair) !== '<<') own[keyOf(pair)] = value
    else for (const part of [value].flat().toReversed()) Object.assign(merged, part)
  }
  return { ...merged, ...own }
}

function targetsOf(source: ComposeSource, unit: Unit): { node: Node; anchor: string }[] {
  const found: { node: Node; anchor: string }[] = []
  if (!isNode(unit.pair.value)) return found
  visit(unit.pair.value, {
    Alias(_, alias) {
      const node = alias.resolve(source.document)
      if (node) found.push({ node, anchor: alias.source })
    },
  })
  return found
}

function isIn(node: Node, { start, end }: Unit): boolean {
  const [at = -1] = node.range ?? []
  return at >= start && at < end
}
