import { mergeInto, Workspace } from './columns.ts'
import { type Frame, mostSeries } from './frame.ts'
import type { LiveFrame } from './live.ts'
import type { LiveSeries } from './live-series.ts'
import { RollUp } from './roll-up.ts'
import type { Tables } from './tables.ts'
import { coarserTiers, finest, type Tier } from './tiers.ts'

/** Puts frames of 10 s into the file, and those of the coarser tiers that they end. One for each open file. */
export class Writer {
  readonly #tables: Tables
  readonly #workspace = new Workspace()
  #ids = new WeakMap<LiveSeries, number>()
  #order: { readonly ids: readonly number[]; readonly order: Int32Array } = {
    ids: [],
    order: new Int32Array(),
  }
  /** Null when they have to be made anew from what is in the file. */
  #rollUps: readonly RollUp[] | null = null

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Call it in a transaction, and `forget` when that fails. Throws what SQLite throws. */
  write(frames: readonly LiveFrame[]): void {
    for (const live of frames) {
      this.#rollUps ??= coarserTiers.map((tier) => this.#resume(tier, live.atMs))
      const frame = this.#number(live)
      this.#tables.putFrame(finest, frame)
      for (const rollUp of this.#rollUps) this.#feed(rollUp, frame)
    }
  }

  /** What it believes about the file holds no longer. */
  forget(): void {
    this.#rollUps = null
    this.forgetNumbers()
  }

  /** Series were taken out of the file. */
  forgetNumbers(): void {
    this.#ids = new WeakMap()
  }

  /** Goes on where the one before ended, so that its last buckets are whole in every tier. */
  #resume(tier: Tier, nowMs: number): RollUp {
    const rollUp = new RollUp(tier)
    const lastMs = this.#tables.lastMs(tier, nowMs + 1)
    const fromMs = lastMs === null ? Number.MIN_SAFE_INTEGER : lastMs + tier.bucketMs
    for (const frame of this.#tables.frames(finest, { fromMs, toMs: nowMs + 1 })) this.#feed(rollUp, frame)
    return rollUp
  }

  #feed(rollUp: RollUp, frame: Frame): void {
    const ended = rollUp.add(frame)
    if (ended) this.#tables.putFrame(rollUp.tier, ended)
  }

  #number({ atMs, series, columns }: LiveFrame): Frame {
    const ids = series.map((each) => this.#idOf(each))
    const order = this.#orderOf(ids)
    const sorted = this.#workspace.take(order.length)
    sorted.count.fill(0)
    for (let to = 0; to < order.length; to += 1) mergeInto(sorted, to, columns, order[to] ?? 0)
    return { atMs, ids: order.map((index) => ids[index] ?? 0), columns: sorted }
  }

  /** Indexes by number; most times they are as they were the last time. */
  #orderOf(ids: readonly number[]): Int32Array {
    const { ids: before, order } = this.#order
    if (ids.length === before.length && ids.every((id, index) => id === before[index])) return order
    const indexes = ids.flatMap((id, index) => (id < mostSeries ? [index] : []))
    indexes.sort((one, other) => (ids[one] ?? 0) - (ids[other] ?? 0))
    this.#order = { ids, order: Int32Array.from(indexes) }
    return this.#order.order
  }

  #idOf(series: LiveSeries): number {
    const known = this.#ids.get(series)
    if (known !== undefined) return known
    const id = this.#tables.seriesId(series.subject, series.metric)
    this.#ids.set(series, id)
    return id
  }
}
