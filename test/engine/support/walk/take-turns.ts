/** Lets many go on side by side, and one now and then alone. */
export interface Turns {
  together<Value>(work: () => Promise<Value>): Promise<Value>
  /** Begins when all that goes on has ended; what is asked for meanwhile waits. */
  alone<Value>(work: () => Promise<Value>): Promise<Value>
}

export function takeTurns(): Turns {
  let alone: Promise<unknown> = Promise.resolve()
  const going = new Set<Promise<unknown>>()
  return {
    async together(work) {
      for (let last; last !== alone;) {
        last = alone
        await last
      }
      const done = work()
      const end = done.catch(() => undefined)
      going.add(end)
      try {
        return await done
      } finally {
        going.delete(end)
      }
    },
    alone(work) {
      const done = alone.then(() => Promise.all(going)).then(work)
      alone = done.catch(() => undefined)
      return done
    },
  }
}
