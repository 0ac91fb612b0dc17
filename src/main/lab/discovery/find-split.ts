import { areDisjoint, findMissingServices, isWhole, serviceNames } from './gaps.ts'
import type { WrittenFile } from './model.ts'

/** A file of a folder without a base, with what its name says. */
export interface SplitMember {
  readonly file: WrittenFile
  readonly word: string
  /** Place of the word among the usual names of stacks; null when it says nothing. */
  readonly rank: number | null
}

export interface Split<Member> {
  readonly members: readonly Member[]
  /** What shows that they are one project, as the second half of a sentence. */
  readonly because: string
}

/**
 * Files of one folder that are one project together: their services are all different and whole, and services of one
 * depend on those of another, or the files declare the same project, or their names are those of the usual parts
 * (infra, data, app). Null when nothing shows that.
 */
export function findSplit<Member extends SplitMember>(all: readonly Member[]): Split<Member> | null {
  const members = all.filter(({ file }) => file.services.length > 0 && isWhole(file))
  return findLinked(members) ?? findNamed(members)
}

/** The files' names in the order in which they start. */
export function sortByRank<Member extends SplitMember>(members: readonly Member[]): readonly Member[] {
  return members.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || 0)
}

function findLinked<Member extends SplitMember>(members: readonly Member[]): Split<Member> | null {
  for (const member of members) {
    const wanted = findMissingServices([member.file])
    if (wanted.length === 0) continue
    const linked = close([member], members)
    if (linked === null) continue
    const whole = addFitting(linked, members)
    return { members: whole, because: `${member.word} needs ${wanted[0]}, which another of them has` }
  }
  return null
}

/** Adds files until no service is missing; null when that cannot be done with services that are all different. */
function close<Member extends SplitMember>(
  chosen: readonly Member[],
  members: readonly Member[],
): readonly Member[] | null {
  const [wanted] = findMissingServices(chosen.map(({ file }) => file))
  if (wanted === undefined) return chosen
  const provider = members.find(
    (member) =>
      !chosen.includes(member) && serviceNames([member.file]).includes(wanted) && fits(chosen, member),
  )
  return provider ? close([...chosen, provider], members) : null
}

/** Files that build on the chosen ones, or that have the name of a usual part, belong to them too. */
function addFitting<Member extends SplitMember>(
  chosen: readonly Member[],
  members: readonly Member[],
): readonly Member[] {
  const next = members.find((member) => {
    if (chosen.includes(member) || !fits(chosen, member)) return false
    const isLinked = findMissingServices([member.file]).length > 0
    const isComplete = findMissingServices([...chosen, member].map(({ file }) => file)).length === 0
    return isComplete && (isLinked || member.rank !== null)
  })
  return next ? addFitting([...chosen, next], members) : members.filter((member) => chosen.includes(member))
}

function findNamed<Member extends SplitMember>(members: readonly Member[]): Split<Member> | null {
  const names = new Set(members.map(({ file }) => file.name))
  const isOneProject = names.size === 1 && !names.has(null)
  if (isOneProject && areAllDifferent(members)) {
    return { members, because: `they declare the same project, ${[...names].join('')}` }
  }
  const parts = members.filter(({ rank }) => rank !== null)
  const isUsual = new Set(parts.map(({ rank }) => rank)).size > 1
  return isUsual && areAllDifferent(parts)
    ? { members: parts, because: 'their names are those of its parts' }
    : null
}

function fits(chosen: readonly SplitMember[], member: SplitMember): boolean {
  return areDisjoint([...chosen, member].map(({ file }) => file))
}

function areAllDifferent(members: readonly SplitMember[]): boolean {
  return members.length > 1 && areDisjoint(members.map(({ file }) => file))
}
