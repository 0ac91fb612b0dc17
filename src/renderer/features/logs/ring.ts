/** The latest items, each with a number that it keeps. Numbers begin at 0 and leave none out. */
export interface Ring<Item> {
  /** Number of the oldest item, and one more than that of the newest. */
  readonly first: number
  readonly end: number
  /** Undefined for what is not there any more, or not yet. */
  get(number: number): Item | undefined
  push(item: Item): void
  /** Lets go of the oldest until this many are left; returns them to `onDrop`, oldest first. */
  trim(most: number, onDrop: (item: Item, number: number) => void): void
  clear(): void
}

export function createRing<Item>(): Ring<Item> {
  let slots: (Item | undefined)[] = []
  /** Number of the item in the first slot. */
  let base = 0
  let first = 0
  return {
    get first() {
      return first
    },
    get end() {
      return base + slots.length
    },
    get: (number) => (number < first ? undefined : slots[number - base]),
    push(item) {
      slots.push(item)
    },
    trim(most, onDrop) {
      const end = base + slots.length
      while (end - first > most) {
        const slot = slots[first - base]
        slots[first - base] = undefined
        if (slot !== undefined) onDrop(slot, first)
        first += 1
      }
      // Moving everything to the front is worth it only now and then.
      if (first - base > 20_000) {
        slots = slots.slice(first - base)
        base = first
      }
    },
    clear() {
      base = first = base + slots.length
      slots = []
    },
  }
}
