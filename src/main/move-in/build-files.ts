import { dirname, relative } from 'node:path'
import { isMap, isScalar, isSeq, type Scalar, stringify } from 'yaml'
import { type AnchorNeeds, doubleAnchors, expand, findAnchorNeeds, unitsOf, type Unit } from './anchors.ts'
import { cut, type Edit, removeNames, replaceScalar } from './edit-text.ts'
import type { Group, GroupTarget } from './model.ts'
import { findMovedPaths } from './move-paths.ts'
import {
  type ComposeSource,
  entriesOf,
  fieldsOf,
  sectionHead,
  type SharedSection,
  sharedSections,
  type Slice,
} from './source.ts'

/** What Compose calls the networks and volumes of the old project, by their names in the file. */
export interface ResolvedNames {
  readonly networks: ReadonlyMap<string, string>
  readonly volumes: ReadonlyMap<string, string>
}

export interface BuildOptions {
  readonly source: ComposeSource
  readonly targets: readonly GroupTarget[]
  /** Each stack is a project of its own: what they share is external there. */
  readonly isNumbered: boolean
  readonly names: ResolvedNames
}

export interface BuiltFile {
  readonly file: string
  readonly text: string
  /** What was copied or written out for it, in sentences. */
  readonly notes: readonly string[]
}

/**
 * The Compose file of each group, made of the lines of the old one: comments, order, quotes and anchors stay. Only what
 * must change does: paths from another folder, and with projects of their own what points out of a project. Pure.
 */
export function buildFiles(options: BuildOptions): readonly BuiltFile[] {
  const cutting = cutFor(options)
  return options.targets.map((target) => buildFile(target, cutting))
}

/** Why the file cannot be cut up as it is; empty when it can. */
export function findUncuttable(source: ComposeSource): readonly string[] {
  return [
    ...doubleAnchors(source).map(
      (anchor) => `The anchor &${anchor} stands twice in this file; give each its own name first.`,
    ),
    ...(source.sections.some(({ name }) => name === 'include')
      ? ['This file includes others; name them as files of a stack first, or split them one by one.']
      : []),
  ]
}

/** The old file in parts, and what each group takes of them. */
interface Cutting extends BuildOptions {
  readonly units: readonly Unit[]
  readonly own: ReadonlyMap<GroupTarget, readonly Unit[]>
  readonly needs: ReadonlyMap<GroupTarget, AnchorNeeds>
}

function cutFor(options: BuildOptions): Cutting {
  const { source, targets } = options
  const units = unitsOf(source)
  const own = new Map(
    targets.map((target) => [target, units.filter((unit) => belongs(unit, target, options))] as const),
  )
  const needs = new Map(
    [...own].map(([target, kept]) => [target, findAnchorNeeds(source, units, kept)] as const),
  )
  return { ...options, units, own, needs }
}

function buildFile(target: GroupTarget, cutting: Cutting): BuiltFile {
  const { source, isNumbered, targets, units } = cutting
  const { group, project, file } = target
  const { text } = source
  const isFirst = targets[0] === target
  const moved = findMovedPaths(source, dirname(source.file), dirname(file))
  const edits: Edit[] = [
    ...moved.map(({ scalar, to }) => replaceScalar(text, scalar, to)),
    ...(isNumbered ? cutDependencies(source, group) : []),
  ]
  const needs = cutting.needs.get(target) ?? { sections: [], copies: [] }
  const kept = new Set([
    ...(cutting.own.get(target) ?? []),
    ...needs.sections,
    ...(isFirst ? unclaimed(cutting) : []),
  ])
  const movedTo = new Map<Scalar, string>(moved.map(({ scalar, to }) => [scalar, to]))

  const parts: string[] = []
  for (const section of source.sections) {
    if (section.name === 'name' || section.name === 'version') {
      if (isFirst) parts.push(leadOf(source, section))
      continue
    }
    const inside = units.filter(
      (unit) => kept.has(unit) && unit.start >= section.start && unit.end <= section.end,
    )
    if (section.name === 'services') {
      for (const { anchor, node } of needs.copies)
        parts.push(writtenOut(anchor, expand(node, source, movedTo)))
    }
    if (isNumbered && (section.name === 'networks' || section.name === 'volumes')) {
      parts.push(outsideSection(section.name, inside, cutting, group, edits))
      continue
    }
    if (inside.length === 0) continue
    if (isCutUp(section.name)) parts.push(`\n${sectionHead(source, section)}`)
    parts.push(...inside.map((unit) => cut(text, unit.start, unit.end, edits)))
  }
  if (isNumbered) {
    for (const section of ['networks', 'volumes'] as const)
      if (!source.sections.some(({ name }) => name === section))
        parts.push(outsideSection(section, [], cutting, group, edits))
  }
  const head = `# ${group.name}: split from ${relative(dirname(file), source.file)}; the old file is as it was.\nname: ${flow(project)}\n\n`
  return { file, text: tidy([head, isFirst ? source.head : '', ...parts]), notes: copiesOf(target, cutting) }
}

/** What is in the file for an anchor's sake, and in others too. */
function copiesOf(target: GroupTarget, { needs }: Cutting): readonly string[] {
  const { group } = target
  const own = needs.get(target)
  const others = [...needs].flatMap(([other, { sections }]) => (other === target ? [] : sections))
  return [
    ...(own?.sections ?? [])
      .filter((unit) => others.includes(unit))
      .map((unit) => `${unit.key} is copied into the file of ${group.name}.`),
    ...(own?.copies ?? []).map(
      ({ anchor, owner }) =>
        `The anchor &${anchor} of ${owner} is written out in the file of ${group.name} as x-${anchor}.`,
    ),
  ]
}

/** Parts that no file takes by itself: they go with the first. */
function unclaimed({ units, own, needs }: Cutting): readonly Unit[] {
  const claimed = new Set([...own.values(), ...[...needs.values()].map(({ sections }) => sections)].flat())
  return units.filter((unit) => !claimed.has(unit))
}

function isCutUp(section: string): boolean {
  return section === 'services' || isShared(section)
}

/** Whether a part of the old file goes into the file of this group by itself, not for an anchor's sake. */
function belongs(unit: Unit, { group }: GroupTarget, options: BuildOptions): boolean {
  const { targets, isNumbered } = options
  const [section = '', ...rest] = unit.key.split('.')
  const name = rest.join('.')
  if (section === 'services') return group.services.some(({ service }) => service.name === name)
  if (!isShared(section)) return false
  const users = targets.filter((target) => usesEntry(target.group, section, name))
  // Lists of the same entry in two files of one project would be added up.
  const isOnce = !isNumbered && hasList(unit.pair.value)
  return isOnce ? users[0]?.group === group : users.some((target) => target.group === group)
}

function isShared(section: string): section is SharedSection {
  return (sharedSections as readonly string[]).includes(section)
}

export function usesEntry(group: Group, section: SharedSection, name: string): boolean {
  return group.services.some(({ service }) => service[section].includes(name))
}

function hasList(node: unknown): boolean {
  if (isSeq(node)) return true
  return isMap(node) && node.items.some(({ value }) => hasList(value))
}

/** Dependencies and links that lead out of the project; the order is that of the stacks then. */
function cutDependencies(source: ComposeSource, group: Group): readonly Edit[] {
  const members = new Set(group.services.map(({ service }) => service.name))
  return entriesOf(source, 'services')
    .filter(({ name }) => members.has(name))
    .flatMap(({ pair }) =>
      [...fieldsOf(pair.value, source.document)].flatMap(({ key, pair: field }) =>
        key === 'depends_on' || key === 'links'
          ? removeNames(source.text, field, (name) => !members.has(name))
          : [],
      ),
    )
}

/** Networks that several projects share and all volumes are there already, under the names that they have. */
function outsideSection(
  section: 'networks' | 'volumes',
  units: readonly Unit[],
  options: BuildOptions,
  group: Group,
  edits: readonly Edit[],
): string {
  const { source, targets, names } = options
  const used = [...new Set(group.services.flatMap(({ service }) => service[section]))]
  const entries = used.flatMap((name) => {
    const unit = units.find((candidate) => candidate.name === name)
    const outside = names[section].get(name)
    const isOutside =
      outside !== undefined && (section === 'volumes' || isOutsideNetwork(name, { source, targets }))
    if (isOutside)
      return [`${leadOf(source, unit)}  ${flow(name)}:\n    name: ${flow(outside)}\n    external: true\n`]
    return unit ? [cut(source.text, unit.start, unit.end, edits)] : []
  })
  return entries.length === 0 ? '' : `\n${section}:\n${entries.join('')}`
}

/** Shared by several stacks, or with a name of its own: no project may claim it. */
export function isOutsideNetwork(
  name: string,
  { source, targets }: Pick<BuildOptions, 'source' | 'targets'>,
): boolean {
  if (targets.filter(({ group }) => usesEntry(group, 'networks', name)).length > 1) return true
  const entry = entriesOf(source, 'networks').find((candidate) => candidate.name === name)
  return [...fieldsOf(entry?.pair.value, source.document)].some(
    ({ key }) => key === 'name' || key === 'external',
  )
}

/** The comments above an entry. */
function leadOf({ text }: ComposeSource, unit: Slice | undefined): string {
  const node = unit?.pair.key
  if (!unit || !isScalar(node)) return ''
  const lead = text.slice(unit.start, node.range?.[0] ?? unit.start)
  return lead.slice(0, lead.lastIndexOf('\n') + 1)
}

function writtenOut(anchor: string, value: unknown): string {
  const body = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
  return isCollection(value)
    ? `\nx-${anchor}: &${anchor}\n${body.replaceAll(/^(?=.)/gm, '  ')}\n`
    : `\nx-${anchor}: &${anchor} ${body}\n`
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** One empty line between parts where there would be two. */
function tidy(parts: readonly string[]): string {
  let text = ''
  for (const part of parts.map((each) => each.replaceAll('\r\n', '\n'))) {
    const next = text === '' || text.endsWith('\n\n') ? part.replace(/^\n+/, '') : part
    text += next === '' || next.endsWith('\n') ? next : `${next}\n`
  }
  return `${text.trimEnd()}\n`
}

/** A value on one line, quoted where it must be. */
export function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
}
