import type { LogBatch } from '../../shared/contract.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import type { EngineLogLine } from '../engine/model.ts'

export const mostLinesOfBatch = 500
export const mostBytesOfBatch = 256 * 1024
const flushEveryMs = 30

/** Several logs that become one. */
export interface LogMerge {
  /** From now on its lines are among the others. */
  add(service: ServiceRef, log: AsyncGenerator<readonly EngineLogLine[]>): void
  /** Nothing is added any more: it ends when all logs have. */
  finish(): void
  /** Ends everything with this error. */
  fail(error: unknown): void
  /** What has arrived, at once when nothing came for a while, otherwise in bigger batches. To be read once. */
  batches(signal: AbortSignal): AsyncGenerator<LogBatch, void>
}

interface Cursor {
  readonly service: ServiceRef
  readonly log: AsyncGenerator<readonly EngineLogLine[]>
  lines: readonly EngineLogLine[]
  index: number
  /** Since when its next lines are waited for; null while there are some. */
  waitingSinceMs: number | null
  /** Nobody waits for it any more to keep the order of time. */
  isLive: boolean
}

/**
 * Merges by time and keeps no more than what every log gave last. `patienceMs`: how long the others wait for the next lines of
 * a log; one that has none by then is taken for read up to now, and its lines come when they come. With `isEndless` the
 * merge goes on when all logs have ended, because more may be added.
 */
export function createLogMerge({
  patienceMs,
  ...options
}: {
  readonly patienceMs: number
  readonly isEndless: boolean
}): LogMerge {
  const cursors = new Set<Cursor>()
  let { isEndless } = options
  let failure: { readonly error: unknown } | null = null
  let wake = () => {}

  function fail(error: unknown): void {
    failure ??= { error }
    wake()
  }

  function pull(cursor: Cursor): void {
    cursor.waitingSinceMs = performance.now()
    cursor.log.next().then(({ done, value }) => {
      if (done) cursors.delete(cursor)
      else Object.assign(cursor, { lines: value, index: 0, waitingSinceMs: null })
      wake()
    }, fail)
  }

  /** The log whose next line is the earliest, and up to when no other has an earlier one; null while that is not known. */
  function findNext(nowMs: number): { readonly cursor: Cursor; readonly untilAt: string | null } | null {
    let cursor: Cursor | null = null
    let firstAt = ''
    let untilAt: string | null = null
    for (const each of cursors) {
      if (each.waitingSinceMs !== null) {
        each.isLive ||= nowMs - each.waitingSinceMs >= patienceMs
        if (!each.isLive) return null
        continue
      }
      const at = each.lines[each.index]?.at ?? ''
      if (cursor === null || at < firstAt) {
        untilAt = cursor === null ? null : firstAt
        cursor = each
        firstAt = at
      } else if (untilAt === null || at < untilAt) untilAt = at
    }
    return cursor && { cursor, untilAt }
  }

  function fill(batch: Batch): void {
    while (!batch.isFull()) {
      const next = findNext(performance.now())
      if (!next) return
      const { cursor, untilAt } = next
      do {
        const line = cursor.lines[cursor.index]
        if (!line || (untilAt !== null && (line.at ?? '') > untilAt)) break
        batch.add(cursor.service, line)
        cursor.index += 1
      } while (!batch.isFull())
      if (cursor.index === cursor.lines.length) pull(cursor)
    }
  }

  /** Null: until something is added or arrives. */
  function sleep(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function patienceLeftMs(nowMs: number): number | null {
    const left = [...cursors].flatMap(({ waitingSinceMs, isLive }) =>
      isLive || waitingSinceMs === null ? [] : patienceMs - (nowMs - waitingSinceMs),
    )
    const most = Math.max(...left)
    return Number.isFinite(most) ? Math.max(1, most) : null
  }

  return {
    add(service, log) {
      const cursor = { service, log, lines: [], index: 0, waitingSinceMs: null, isLive: false }
      cursors.add(cursor)
      pull(cursor)
    },
    finish() {
      isEndless = false
      wake()
    },
    fail,
    async *batches(signal) {
      const batch = new Batch()
      let flushedAtMs = -Infinity
      const onAbort = () => wake()
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        while (!signal.aborted) {
          if (failure) throw failure.error
          fill(batch)
          const nowMs = performance.now()
          const flushInMs = flushedAtMs + flushEveryMs - nowMs
          const isOver = cursors.size === 0 && !isEndless
          if (!batch.isEmpty() && (batch.isFull() || isOver || flushInMs <= 0)) {
            yield batch.take()
            flushedAtMs = performance.now()
          } else if (isOver) return
          else await sleep(batch.isEmpty() ? patienceLeftMs(nowMs) : flushInMs)
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
        for (const { log } of cursors) void log.return(undefined).catch(() => undefined)
      }
    },
  }
}

class Batch {
  #lines: LogBatch['lines'] = []
  #bytes = 0

  add(service: ServiceRef, { stream, at, text }: EngineLogLine): void {
    this.#lines.push({ service, stream, at: toMilliseconds(at), text })
    this.#bytes += text.length
  }

  isEmpty(): boolean {
    return this.#lines.length === 0
  }

  isFull(): boolean {
    return this.#lines.length >= mostLinesOfBatch || this.#bytes >= mostBytesOfBatch
  }

  take(): LogBatch {
    const lines = this.#lines
    this.#lines = []
    this.#bytes = 0
    return { lines, dropped: 0 }
  }
}

/** The engine writes nanoseconds; the contract has milliseconds. */
function toMilliseconds(at: string | null): string | null {
  if (at === null) return null
  return at.length === 30 ? `${at.slice(0, 23)}Z` : new Date(at).toISOString()
}
