import { basename, join, relative, sep } from 'node:path'
import type { FileLibrary } from './file-library.ts'
import { mergeNumbered } from './merge-numbered.ts'
import type { Draft } from './model.ts'
import { splitNumber } from './roles.ts'

/** Folders whose Compose files show or try something, and are no part of what runs. */
const sideFolders = new Set(
  ['demo', 'doc', 'example', 'sample', 'test'].flatMap((name) => [name, `${name}s`]),
)

/**
 * Puts the drafts of all folders in order: the lab's own folder first, then numbered folders by their numbers; folders
 * without numbers are equals. Beside numbered folders, those without a number are not part of the sequence, and so do
 * not start by themselves.
 */
export function arrangeStacks(
  root: string,
  drafts: readonly Draft[],
  library: FileLibrary,
): readonly Draft[] {
  const own = drafts.filter(({ folder }) => folder.dir === root)
  const nested = drafts.filter((draft) => !own.includes(draft))
  const units = Map.groupBy(nested, (draft) => findUnit(root, draft))
  const numbers = [...new Set([...units.keys()].flatMap((unit) => numberOf(unit) ?? []))].toSorted(
    (a, b) => a - b,
  )
  const start = own.length === 0 ? 0 : Math.max(...own.map(({ order }) => order)) + 1
  const placed = [...units].flatMap(([unit, inside]) => {
    const number = numberOf(unit)
    if (unit === null || number === null) {
      return inside.map((draft) => placeUnnumbered(root, draft, start + numbers.length, numbers.length > 0))
    }
    return mergeNumbered(unit, inside, library).map((draft) => ({
      ...draft,
      order: start + numbers.indexOf(number),
    }))
  })
  return uniteNames([...own, ...placed]).toSorted((a, b) => a.order - b.order)
}

/** The numbered folder that a draft lies in, the outermost; null when there is none, or it lies in a side folder. */
function findUnit(root: string, { folder }: Draft): string | null {
  const path = relative(root, folder.dir).split(sep)
  const index = path.findIndex((name) => splitNumber(name) !== null)
  return index === -1 || findSide(path) !== undefined ? null : join(root, ...path.slice(0, index + 1))
}

function numberOf(unit: string | null): number | null {
  return unit === null ? null : (splitNumber(basename(unit))?.number ?? null)
}

function findSide(path: readonly string[]): string | undefined {
  return path.find((name) => sideFolders.has(name))
}

function placeUnnumbered(root: string, draft: Draft, order: number, isBesideNumbers: boolean): Draft {
  const placed = { ...draft, order: order + draft.order }
  const side = findSide(relative(root, draft.folder.dir).split(sep))
  if (side !== undefined) return withoutStart(placed, `what is in ${side} is not part of what runs`)
  return isBesideNumbers ? withoutStart(placed, "the lab's other folders are numbered and it is not") : placed
}

function withoutStart(draft: Draft, because: string): Draft {
  if (!draft.autoStart) return draft
  return { ...draft, autoStart: false, why: `${draft.why} Started only by name: ${because}.` }
}

/** Two stacks never share a name: those in folders take their whole path, and what is still equal gets a number. */
function uniteNames(drafts: readonly Draft[]): readonly Draft[] {
  const wished = Map.groupBy(drafts, ({ name }) => name)
  const qualified = drafts.map((draft) =>
    (wished.get(draft.name)?.length ?? 0) > 1 ? { ...draft, name: draft.qualifier } : draft,
  )
  const taken = new Set<string>()
  return qualified.map((draft) => {
    let name = draft.name
    for (let count = 2; taken.has(name); count += 1) name = `${draft.name}-${count}`
    taken.add(name)
    return name === draft.name ? draft : { ...draft, name }
  })
}
