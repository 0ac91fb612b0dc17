import { basename, dirname, relative, resolve } from 'node:path'
import { compareText } from './compare-text.ts'
import type { FileLibrary } from './file-library.ts'
import { areDisjoint } from './gaps.ts'
import type { Draft } from './model.ts'
import { declaredProjectName, normalizeProjectName } from './project-name.ts'
import { splitNumber } from './roles.ts'

/**
 * The stacks of one numbered folder. Files in it that declare the same project are one stack, and so are files without
 * a `name:` whose services are all different when the folder has no Compose file of its own; each other file is its own.
 */
export function mergeNumbered(
  unit: string,
  drafts: readonly Draft[],
  library: FileLibrary,
): readonly Draft[] {
  const groups = groupDrafts(unit, drafts, library)
  const main = findMain(unit, groups)
  return groups.map((group) => {
    const draft = mergeGroup(unit, group, library)
    return group === main ? { ...draft, name: nameOfUnit(unit), qualifier: basename(unit) } : draft
  })
}

function groupDrafts(
  unit: string,
  drafts: readonly Draft[],
  library: FileLibrary,
): readonly (readonly Draft[])[] {
  const nameless = drafts.filter((draft) => isWhole(draft) && declaredName(draft, library) === null)
  const isJoint =
    !drafts.some(({ folder }) => folder.dir === unit) &&
    areDisjoint(library.readAll(nameless.flatMap(({ files }) => files)))
  const groups = Map.groupBy(drafts, (draft) => {
    if (!isWhole(draft)) return draft
    return declaredName(draft, library) ?? (isJoint ? nameless : draft)
  })
  return [...groups.values()]
}

/** The group that is called after the numbered folder: the folder's own file's, else the only one, or the one merged. */
function findMain(unit: string, groups: readonly (readonly Draft[])[]): readonly Draft[] | undefined {
  const whole = groups.filter((group) => group.every(isWhole))
  const own = whole.find((group) => group.some(({ folder }) => folder.dir === unit))
  if (own || whole.length === 1) return own ?? whole[0]
  const [largest] = whole.toSorted((a, b) => b.length - a.length)
  return largest && largest.length > 1 ? largest : undefined
}

function mergeGroup(unit: string, group: readonly Draft[], library: FileLibrary): Draft {
  const [first, ...others] = sortFiles(unit, group, library)
  if (!first) throw new Error(`a group of ${unit} is empty`)
  if (others.length === 0) return first
  const sorted = [first, ...others]
  const files = sorted.flatMap((draft) => draft.files)
  const declared = declaredName(first, library)
  const together = declared === null ? 'have different services' : `declare the project ${declared}`
  return {
    ...first,
    name: declared ?? nameOfUnit(unit),
    qualifier: declared ?? basename(unit),
    projectName: declared === null ? normalizeProjectName(basename(unit)) || null : null,
    files,
    ownFiles: sorted.flatMap(({ ownFiles }) => ownFiles),
    overlays: sorted.flatMap(({ overlays }) => overlays),
    why: `The ${group.length} Compose files in ${basename(unit)} ${together}.${whyPaths(unit, files, library)}`,
  }
}

/**
 * Compose resolves relative paths in all files of a project from the folder of the first. So the first is the file of
 * the numbered folder itself, else one with relative paths, the biggest of these: it has the most to lose.
 */
function sortFiles(unit: string, group: readonly Draft[], library: FileLibrary): readonly Draft[] {
  const weigh = (draft: Draft) => {
    const services = library.readAll(draft.files).flatMap((file) => file.services)
    const isOwn = draft.folder.dir === unit
    return { isOwn, hasPaths: services.some(({ paths }) => paths.length > 0), size: services.length }
  }
  const byPath = group.toSorted((a, b) => compareText(a.folder.dir, b.folder.dir))
  const [first] = byPath.toSorted((left, right) => {
    const [a, b] = [weigh(left), weigh(right)]
    return Number(b.isOwn) - Number(a.isOwn) || Number(b.hasPaths) - Number(a.hasPaths) || b.size - a.size
  })
  return first ? [first, ...byPath.filter((draft) => draft !== first)] : byPath
}

/** Says so where a path of a file means something else in the project than it would beside the file. */
function whyPaths(unit: string, files: readonly string[], library: FileLibrary): string {
  const dir = dirname(files[0] ?? unit)
  const isMoved = library.readAll(files).some((file) => {
    const paths = file.services.flatMap((service) => service.paths)
    return paths.some((path) => resolve(dir, path) !== resolve(dirname(file.path), path))
  })
  const start = relative(dirname(unit), dir)
  return isMoved ? ` As with Compose, relative paths in all of them start in ${start}.` : ''
}

/** Parts of a split project and files to choose from belong together already, or not at all. */
function isWhole(draft: Draft): boolean {
  return !draft.isAlternative && draft.services === null
}

function nameOfUnit(unit: string): string {
  return splitNumber(basename(unit))?.name ?? basename(unit)
}

function declaredName(draft: Draft, library: FileLibrary): string | null {
  const given = draft.folder.variables.get('COMPOSE_PROJECT_NAME') ?? ''
  return given === '' ? declaredProjectName(library.readAll(draft.files), draft.folder.variables) : given
}
