import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepTrying } from '../../../../src/renderer/bridge/keep-trying.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('pauses twice as long each time, up to a limit, and short again after work that was worth it', async () => {
  const abort = new AbortController()
  const began: number[] = []
  const startMs = Date.now()
  const trying = keepTrying(
    (heard) => {
      began.push(Date.now() - startMs)
      if (began.length === 5) heard()
      return Promise.resolve()
    },
    { firstMs: 100, longestMs: 400 },
    abort.signal,
  )
  await vi.advanceTimersByTimeAsync(1250)
  // In the middle of a pause, which it does not wait for.
  abort.abort()
  await trying
  expect([began, vi.getTimerCount()]).toEqual([[0, 100, 300, 700, 1100, 1200], 0])
})
