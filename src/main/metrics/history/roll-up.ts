import { Bucket } from './bucket.ts'
import { Workspace } from './columns.ts'
import type { Frame } from './frame.ts'
import { floorTo, type Tier } from './tiers.ts'

/** Makes frames of a tier out of narrower ones. */
export class RollUp {
  readonly tier: Tier
  readonly #workspace = new Workspace()
  #startMs: number | null = null
  readonly #buckets = new Map<number, Bucket>()

  constructor(tier: Tier) {
    this.tier = tier
  }

  /** Takes a frame; gives the one that it ends, being the first of another bucket. That one is good until the next. */
  add({ atMs, ids, columns }: Frame): Frame | null {
    const startMs = floorTo(atMs, this.tier.bucketMs)
    const ended = startMs === this.#startMs ? null : this.#end()
    this.#startMs = startMs
    // Not by `entries()`, whose pairs would be most of the garbage that the history makes.
    for (let index = 0; index < ids.length; index += 1) {
      const id = ids[index] ?? 0
      let bucket = this.#buckets.get(id)
      if (!bucket) this.#buckets.set(id, (bucket = new Bucket()))
      bucket.addColumn(columns, index)
    }
    return ended
  }

  #end(): Frame | null {
    const atMs = this.#startMs
    if (atMs === null) return null
    // The buckets of what goes on are used again; what ended is forgotten.
    this.#buckets.forEach((bucket, id) => bucket.count > 0 || this.#buckets.delete(id))
    const ids = Int32Array.from(this.#buckets.keys()).sort()
    const columns = this.#workspace.take(ids.length)
    for (let index = 0; index < ids.length; index += 1)
      this.#buckets.get(ids[index] ?? 0)?.moveTo(columns, index)
    return { atMs, ids, columns }
  }
}
