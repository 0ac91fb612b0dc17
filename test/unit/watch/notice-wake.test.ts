import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noticeWake } from '../../../src/main/watch/notice-wake.ts'

describe('noticing that the machine has slept', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function open() {
    const clocks = { wallMs: 1_000_000, steadyMs: 50 }
    let woke = 0
    const end = noticeWake({
      onWake: () => (woke += 1),
      now: () => clocks.wallMs,
      steadyNow: () => clocks.steadyMs,
    })
    const pass = (wallMs: number, steadyMs = wallMs) => {
      clocks.wallMs += wallMs
      clocks.steadyMs += steadyMs
      vi.advanceTimersByTime(1000)
    }
    return { pass, end, woke: () => woke }
  }

  it('is told once, with the first look after it', () => {
    const { pass, woke } = open()
    pass(1000)
    expect(woke()).toBe(0)
    pass(3_600_000, 400)
    expect(woke()).toBe(1)
    pass(1000)
    pass(1000)
    expect(woke()).toBe(1)
  })

  it('holds for a clock that was set back as well', () => {
    const { pass, woke } = open()
    pass(-3_600_000, 1000)
    expect(woke()).toBe(1)
  })

  it('does not take a busy machine, or a clock that is put right, for sleep', () => {
    const { pass, woke } = open()
    pass(30_000)
    pass(1900, 1000)
    pass(1100, 1000)
    expect(woke()).toBe(0)
  })

  it('ends', () => {
    const { pass, end, woke } = open()
    end()
    pass(3_600_000, 0)
    expect(woke()).toBe(0)
  })
})
