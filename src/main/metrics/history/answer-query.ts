import type { Live } from './live.ts'
import type { MetricAnswer, MetricQuery, MetricSeries } from './model.ts'
import type { Range, StoredSeries, Tables } from './tables.ts'
import { Thinner } from './thinner.ts'
import { chooseStep, floorTo, secondMs, type Tier, tiers } from './tiers.ts'

/**
 * The step is the narrowest one that the points allow and that is there for the whole range. Each tier ends where its last
 * bucket was written; from there on, the finer ones and the ring say what is newer.
 */
export function answerQuery(request: MetricQuery, live: Live, tables: Tables | null): MetricAnswer {
  const stepMs = chooseStep(request, finestWidth(request.fromMs, live, tables))
  const fromMs = floorTo(request.fromMs, stepMs)
  const steps = Math.max(0, Math.ceil((request.toMs - fromMs) / stepMs))
  const toMs = fromMs + steps * stepMs
  const wanted = new Wanted(request, () => new Thinner(fromMs, stepMs, steps))
  let cursorMs = fromMs
  if (tables) {
    const stored = tables.listSeries().filter((series) => wanted.has(series))
    for (const tier of tiers.toReversed()) {
      if (tier.bucketMs > stepMs) continue
      const lastMs = tables.lastMs(tier, toMs) ?? -Infinity
      const endMs = Math.min(lastMs + tier.bucketMs, toMs)
      if (endMs <= cursorMs) continue
      readTier(tables, tier, { fromMs: cursorMs, toMs: endMs }, stored, wanted)
      cursorMs = endMs
    }
  }
  // The bucket that goes on may be on the disk already, in part.
  const ringFromMs = Math.min(cursorMs, live.untakenMs)
  for (const series of live.table.all()) {
    if (!wanted.has(series)) continue
    live.ring.read(series.place, { fromMs: ringFromMs, toMs }, (atMs, value) =>
      wanted.of(series).add(atMs, value),
    )
  }
  return { fromMs, stepMs, steps, series: wanted.give() }
}

type Named = Pick<StoredSeries, 'subject' | 'metric'>

/** Thinners for what was asked for, made when there is something for them. */
class Wanted {
  readonly #request: MetricQuery
  readonly #create: () => Thinner
  readonly #subjects: ReadonlySet<string> | null
  readonly #byName = new Map<string, Named & { readonly thinner: Thinner }>()
  /** The same by what it was asked with, for it is asked for every value. */
  readonly #bySeries = new Map<Named, Thinner>()

  constructor(request: MetricQuery, create: () => Thinner) {
    this.#request = request
    this.#create = create
    this.#subjects = 'prefix' in request.subjects ? null : new Set(request.subjects)
  }

  has({ subject, metric }: Named): boolean {
    const { subjects, metrics } = this.#request
    if (!metrics.includes(metric)) return false
    return this.#subjects?.has(subject) ?? ('prefix' in subjects && subject.startsWith(subjects.prefix))
  }

  of(series: Named): Thinner {
    const known = this.#bySeries.get(series)
    if (known) return known
    const { subject, metric } = series
    const name = JSON.stringify([subject, metric])
    let entry = this.#byName.get(name)
    if (!entry) this.#byName.set(name, (entry = { subject, metric, thinner: this.#create() }))
    this.#bySeries.set(series, entry.thinner)
    return entry.thinner
  }

  give(): readonly MetricSeries[] {
    return [...this.#byName.values()]
      .filter(({ thinner }) => !thinner.isEmpty)
      .map(({ subject, metric, thinner }) => thinner.give(subject, metric))
      .sort((one, other) => compare(one.subject, other.subject) || compare(one.metric, other.metric))
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** The width of the finest buckets that are there for all of the time since then for which anything is. */
function finestWidth(fromMs: number, live: Live, tables: Tables | null): number {
  const sources = [
    { widthMs: secondMs, oldestMs: live.ring.oldestMs },
    ...tiers.map((tier) => ({ widthMs: tier.bucketMs, oldestMs: tables?.firstMs(tier) ?? null })),
  ].flatMap(({ widthMs, oldestMs }) => (oldestMs === null ? [] : [{ widthMs, oldestMs }]))
  const isWhole = ({ oldestMs }: { oldestMs: number }, index: number) =>
    sources
      .slice(index + 1)
      .every((coarser) => oldestMs <= Math.max(fromMs, coarser.oldestMs) + coarser.widthMs)
  return sources.find(isWhole)?.widthMs ?? secondMs
}

function readTier(
  tables: Tables,
  tier: Tier,
  range: Range,
  stored: readonly StoredSeries[],
  wanted: Wanted,
): void {
  for (const spanMs of tables.spans(tier, range)) {
    const first = Math.max(0, (range.fromMs - spanMs) / tier.bucketMs)
    const end = Math.min(tier.spanMs, range.toMs - spanMs) / tier.bucketMs
    for (const series of stored) {
      const chunk = tables.findChunk(tier, spanMs, series.id)
      if (!chunk) continue
      const thinner = wanted.of(series)
      for (let index = first; index < end; index += 1)
        thinner.addColumn(spanMs + index * tier.bucketMs, chunk, index)
    }
  }
  const byId = new Map(stored.map((series) => [series.id, series]))
  for (const { atMs, ids, columns } of tables.frames(tier, range)) {
    for (const [index, id] of ids.entries()) {
      const series = byId.get(id)
      if (series) wanted.of(series).addColumn(atMs, columns, index)
    }
  }
}
