import type { RecordFile } from './file/record-file.ts'

/** Remembers from when to when this process listens, with a write a minute. */
export interface WatchedTime {
  /** The engine is being listened to, and nothing was missed since then. */
  begin(fromMs: number): void
  /** It still is. */
  goOn(): void
  end(): void
}

const everyMs = 60_000

export function createWatchedTime(file: RecordFile): WatchedTime {
  let span: { id: number | null; fromMs: number; toMs: number } | null = null
  let timer: NodeJS.Timeout | undefined

  function write(): void {
    const current = span
    if (!current) return
    const isThere =
      current.id !== null && file.attempt((tables) => tables.extendSpan(current.id ?? 0, current.toMs))
    if (!isThere) current.id = file.attempt((tables) => tables.beginSpan(current))
  }

  function goOn(): void {
    if (!span) return
    const nowMs = Date.now()
    // The clock went back.
    if (nowMs < span.toMs) span = { id: null, fromMs: nowMs, toMs: nowMs }
    else span.toMs = nowMs
    write()
  }

  return {
    begin(fromMs) {
      span = { id: null, fromMs, toMs: Math.max(fromMs, Date.now()) }
      write()
      clearInterval(timer)
      timer = setInterval(() => {
        file.flush()
        goOn()
      }, everyMs)
      timer.unref()
    },
    goOn,
    end() {
      clearInterval(timer)
      goOn()
      span = null
    },
  }
}
