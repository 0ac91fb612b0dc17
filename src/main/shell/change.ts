/** Wakes whoever waits for something to change. */
export interface Change {
  announce(): void
  /** Resolves with the next announcement. */
  next(): Promise<void>
}

export function createChange(): Change {
  let coming = Promise.withResolvers<void>()
  return {
    announce() {
      coming.resolve()
      coming = Promise.withResolvers()
    },
    next: () => coming.promise,
  }
}
