import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt } from './post.ts'

/** Messages that wait for one channel; it is sent one at a time, and nobody waits for it. */
export interface Outbox<Item> {
  /** Of too many that wait, the oldest is left out. */
  put(item: Item): void
  dispose(): Promise<void>
}

export interface OutboxOptions<Item> {
  readonly send: (item: Item, signal: AbortSignal) => Promise<Attempt>
  /** Called after each try. `isOver`: there is no other one for this item. */
  readonly onAttempt: (attempt: Attempt, isOver: boolean) => void
  /** Before the second, third, … try, in milliseconds. */
  readonly pausesMs: readonly number[]
  readonly mostWaiting: number
}

export function createOutbox<Item>(options: OutboxOptions<Item>): Outbox<Item> {
  const { send, onAttempt, pausesMs, mostWaiting } = options
  const waiting: Item[] = []
  const abort = new AbortController()
  let working: Promise<void> | null = null

  async function deliver(item: Item): Promise<void> {
    for (let tries = 0; !abort.signal.aborted; tries += 1) {
      const attempt = await send(item, abort.signal)
      if (abort.signal.aborted) return
      const pauseMs = attempt.isDelivered || !attempt.isWorthRetrying ? undefined : pausesMs[tries]
      onAttempt(attempt, pauseMs === undefined)
      if (pauseMs === undefined) return
      await sleep(pauseMs, undefined, { signal: abort.signal, ref: false }).catch(() => undefined)
    }
  }

  async function work(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined && !abort.signal.aborted; item = waiting.shift())
      await deliver(item)
    working = null
  }

  return {
    put(item) {
      waiting.push(item)
      if (waiting.length > mostWaiting) waiting.shift()
      working ??= work()
    },
    async dispose() {
      abort.abort()
      await working
    },
  }
}
