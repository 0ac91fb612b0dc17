/** The first cycle, as the way around it; null when there is none. The map says what each key waits for. */
export function findLoop(waits: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (key: string): readonly string[] | null => {
    const start = path.indexOf(key)
    if (start >= 0) return [...path.slice(start), key]
    if (done.has(key)) return null
    path.push(key)
    for (const other of waits.get(key) ?? []) {
      const cycle = visit(other)
      if (cycle) return cycle
    }
    path.pop()
    done.add(key)
    return null
  }
  for (const key of waits.keys()) {
    const cycle = visit(key)
    if (cycle) return cycle
  }
  return null
}
