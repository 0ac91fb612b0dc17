/** Gathers what comes in quick succession and hands it on together. */
export interface Gatherer<Key> {
  add(key: Key): void
  /** What has not been handed on yet is forgotten. */
  close(): void
}

/**
 * Calls `work` with everything that was added, `delayMs` after the first of it. One call at a time: what comes during a
 * call is gathered for the next one. `work` must not reject.
 */
export function createGatherer<Key>(
  delayMs: number,
  work: (keys: ReadonlySet<Key>) => Promise<void>,
): Gatherer<Key> {
  let due = new Set<Key>()
  let timer: NodeJS.Timeout | null = null
  let isWorking = false
  let isClosed = false

  function schedule(): void {
    if (isClosed || isWorking || timer !== null || due.size === 0) return
    timer = setTimeout(() => void perform(), delayMs)
  }

  async function perform(): Promise<void> {
    timer = null
    isWorking = true
    const keys = due
    due = new Set()
    try {
      await work(keys)
    } finally {
      isWorking = false
      schedule()
    }
  }

  return {
    add(key) {
      due.add(key)
      schedule()
    },
    close() {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
