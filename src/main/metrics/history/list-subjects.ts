import type { Live } from './live.ts'
import { type Range, type Tables } from './tables.ts'
import { coarsest, finest, type Tier } from './tiers.ts'

/** Names of what has something in that time, as exactly as the spans of a tier tell it, sorted. */
export function listSubjects(range: Range, live: Live, tables: Tables | null): readonly string[] {
  const found = new Set<string>()
  for (const { subject, place } of live.table.all()) {
    if (found.has(subject)) continue
    live.ring.read(place, range, () => {
      found.add(subject)
      return 'enough'
    })
  }
  if (tables) {
    const ids = new Set(tables.frameIds({ fromMs: range.fromMs - finest.bucketMs + 1, toMs: range.toMs }))
    for (const tier of tiersFor(range, tables))
      for (const spanMs of tables.spans(tier, range))
        for (const id of tables.chunkIds(tier, spanMs)) ids.add(id)
    for (const { id, subject } of tables.listSeries()) if (ids.has(id)) found.add(subject)
  }
  return [...found].sort()
}

const mostFineSpans = 24

/** The coarsest one alone lacks the latest days, which are in its frames. */
function tiersFor({ fromMs, toMs }: Range, tables: Tables): readonly Tier[] {
  const firstMs = tables.firstMs(finest)
  const isFine = firstMs !== null && firstMs <= fromMs && toMs - fromMs <= mostFineSpans * finest.spanMs
  return isFine ? [finest] : [coarsest, finest]
}
