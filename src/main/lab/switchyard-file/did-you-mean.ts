import leven from 'leven'

/** "Did you mean `always_on`?" for a name that is nearly a known one; null when none is near. */
export function didYouMean(name: string, known: readonly string[]): string | null {
  const wanted = bare(name)
  const nearest = known
    .map((candidate) => ({ candidate, distance: leven(wanted, bare(candidate)) }))
    .sort((a, b) => a.distance - b.distance)[0]
  if (!nearest || nearest.distance > tolerance(wanted)) return null
  return `Did you mean \`${nearest.candidate}\`?`
}

/** A list of names for a sentence: `` `a`, `b` ``; "none" when there are none. */
export function listNames(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ')
}

/** Spelling habits are no mistakes worth counting: alwaysOn, always-on and always_on are one. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '')
}

/** Two letters that changed places count as two mistakes, and must still be found in a short name. */
function tolerance(name: string): number {
  return name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))
}
