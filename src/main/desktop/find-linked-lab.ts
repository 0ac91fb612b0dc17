import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { formatList } from '../../shared/format.ts'
import type { KnownLab } from '../../shared/lab.ts'
import type { LinkProblem } from './read-deep-link.ts'

/** Tells labs of the same name apart without saying where they are. */
export function folderId(dir: string): string {
  return createHash('sha256').update(dir).digest('hex').slice(0, 12)
}

/** The lab that a link means, of those that this operator has used; a link leads to no other folder. Pure. */
export function findLinkedLab(labs: readonly KnownLab[], wanted: string): KnownLab | LinkProblem {
  const byId = labs.find(({ dir }) => folderId(dir) === wanted)
  if (byId) return byId
  const named = labs.filter(({ name }) => name === wanted)
  // Browsers may write the first part of an address in small letters.
  const found =
    named.length > 0 ? named : labs.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  const [first, ...more] = found
  if (!first)
    return { problem: `Switchyard knows no lab called ${wanted}. Open its folder once, then use the link.` }
  if (more.length === 0) return first
  const ways = found.map(({ dir }) => `${folderId(dir)} for ${basename(dir)}`)
  return {
    problem: `${found.length} labs are called ${wanted}: write ${formatList(ways)} in the link instead.`,
  }
}
