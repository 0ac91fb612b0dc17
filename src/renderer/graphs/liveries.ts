const liveries = ['teal', 'denim', 'plum', 'rose', 'rust', 'ochre', 'moss', 'slate'].map(
  (name) => `--livery-${name}`,
)

/**
 * A colour for each place among all lines, the same one in every graph as long as there are enough; several together
 * (null) get what is left. Pure.
 */
export function chooseLiveries(places: readonly (number | null)[]): readonly string[] {
  const own = places.map((place) => (place === null ? null : (liveries[place % liveries.length] ?? null)))
  const taken = new Set<string>()
  const chosen = own.map((livery) => {
    if (livery === null || taken.has(livery)) return null
    taken.add(livery)
    return livery
  })
  const free = liveries.filter((livery) => !taken.has(livery))
  return chosen.map((livery) => livery ?? free.shift() ?? '--series')
}
