import type { Finding } from '../../shared/doctor.ts'

/** A finding as a check writes it. `about` tells it from the others of the same check; null when there is only one. */
export interface Draft extends Omit<Finding, 'id' | 'changes'> {
  readonly about: string | null
}

/** Gives every finding its id. Of several that are about the same, the later ones are counted. */
export function numberFindings<Found extends Draft>(
  drafts: readonly Found[],
): (Omit<Found, 'about'> & { id: string })[] {
  const seen = new Map<string, number>()
  return drafts.map(({ about, ...finding }) => {
    const name = about === null ? finding.check : `${finding.check}:${about}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { id: count === 1 ? name : `${name}#${count}`, ...finding }
  })
}
