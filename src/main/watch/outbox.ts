import type { LabEvent } from '../../shared/watch.ts'
import { aliveEveryMs } from '../../shared/lab-state.ts'

/**
 * What one subscriber has not heard yet. It never holds more than one event of a kind for one thing, so a subscriber that
 * reads slowly hears the latest state of everything and costs no more memory than the lab itself.
 */
export interface Outbox {
  push(event: LabEvent): void
  /** The whole state is to be told anew; what waits is in it. */
  pushSnapshot(): void
  /** Ends the events. */
  close(): void
  /** Begins with a snapshot, says that it is alive once a second, and ends with the signal. To be read once. */
  events(signal: AbortSignal | undefined): AsyncGenerator<LabEvent, void>
}

/** `takeSnapshot` is called when the subscriber is ready for it, so that what it hears is never old. */
export function createOutbox(takeSnapshot: () => LabEvent): Outbox {
  const due = new Map<string, LabEvent>()
  let isSnapshotDue = true
  let isClosed = false
  let wake = () => {}

  function push(event: LabEvent): void {
    if (isSnapshotDue && event.type !== 'alive') return
    const key = keyOf(event)
    due.delete(key)
    due.set(key, event)
    wake()
  }

  function take(): LabEvent | null {
    if (isSnapshotDue) {
      isSnapshotDue = false
      due.clear()
      return takeSnapshot()
    }
    for (const [key, event] of due) {
      due.delete(key)
      return event
    }
    return null
  }

  return {
    push,
    pushSnapshot() {
      isSnapshotDue = true
      wake()
    },
    close() {
      isClosed = true
      wake()
    },
    async *events(signal) {
      const onAbort = () => wake()
      signal?.addEventListener('abort', onAbort, { once: true })
      const alive = setInterval(() => push({ type: 'alive', at: new Date().toISOString() }), aliveEveryMs)
      try {
        while (!isClosed && !signal?.aborted) {
          const event = take()
          if (event) yield event
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        clearInterval(alive)
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}

function keyOf(event: LabEvent): string {
  switch (event.type) {
    case 'service':
      return `service ${event.stack}/${event.service.name}`
    case 'run':
      return `run ${event.run.id}`
    case 'snapshot':
    case 'engine':
    case 'problems':
    case 'alive':
      return event.type
  }
}
