import type { LogBatch } from '../../shared/contract.ts'
import { mostBytesOfBatch, mostLinesOfBatch } from './merge-logs.ts'

const mostLines = 5000
const mostBytes = 4 * 1024 * 1024
/** What is there already comes faster than anybody reads: this long a reader may take before anything is left out. */
const patienceMs = 250

/**
 * Reads on, however slow the reader is: keeps the latest 5,000 lines or 4 MiB for it, leaves out older ones and counts them.
 */
export async function* dropWhenSlow(batches: AsyncGenerator<LogBatch, void>): AsyncGenerator<LogBatch, void> {
  const kept: LogBatch['lines'][] = []
  let lines = 0
  let bytes = 0
  let dropped = 0
  let isSlow = false
  let isEnded = false
  let failure: { readonly error: unknown } | null = null
  let tellReader = () => {}
  let tellWriter = () => {}

  const isOver = () => lines > mostLines || bytes > mostBytes

  function put(batch: LogBatch): void {
    kept.push(batch.lines)
    lines += batch.lines.length
    bytes += sizeOf(batch.lines)
    tellReader()
  }

  function shift(): LogBatch['lines'] {
    const oldest = kept.shift() ?? []
    lines -= oldest.length
    bytes -= sizeOf(oldest)
    return oldest
  }

  async function waitForReader(): Promise<void> {
    const timer = setTimeout(() => {
      isSlow = true
      tellWriter()
    }, patienceMs)
    while (isOver() && !isSlow && !isEnded) await new Promise<void>((resolve) => (tellWriter = resolve))
    clearTimeout(timer)
  }

  async function pump(): Promise<void> {
    try {
      for await (const batch of batches) {
        put(batch)
        if (isOver() && !isSlow) await waitForReader()
        while (isOver() && kept.length > 1) dropped += shift().length
      }
    } catch (error) {
      failure = { error }
    }
    isEnded = true
    tellReader()
  }

  function take(): LogBatch {
    isSlow = false
    const taken = shift()
    let size = sizeOf(taken)
    while (kept[0] && taken.length + kept[0].length <= mostLinesOfBatch) {
      size += sizeOf(kept[0])
      if (size > mostBytesOfBatch) break
      taken.push(...shift())
    }
    const batch = { lines: taken, dropped }
    dropped = 0
    tellWriter()
    return batch
  }

  const throwFailure = () => {
    if (failure) throw failure.error
  }

  void pump()
  try {
    for (;;) {
      if (kept.length > 0) yield take()
      else if (isEnded) break
      else await new Promise<void>((resolve) => (tellReader = resolve))
    }
    throwFailure()
  } finally {
    isEnded = true
    tellWriter()
    void batches.return()
  }
}

function sizeOf(lines: LogBatch['lines']): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0)
}
