export interface WakeOptions {
  readonly onWake: () => void
  /** The wall clock, in epoch milliseconds. */
  readonly now: () => number
  /** A clock that stands still while the machine sleeps, in milliseconds. */
  readonly steadyNow?: () => number
  /** How often is looked, in milliseconds; default 1 s. */
  readonly everyMs?: number
}

/** Less is a clock that is put right while it goes. */
const leastJumpMs = 2000

/**
 * Calls back when the wall clock has gone on without the steady one: the machine has slept, or somebody has set the clock. No
 * door has to know the desktop for that. Returns the end of it.
 */
export function noticeWake({
  onWake,
  now,
  steadyNow = () => performance.now(),
  everyMs = 1000,
}: WakeOptions): () => void {
  let beforeMs = now() - steadyNow()
  const looking = setInterval(() => {
    const apartMs = now() - steadyNow()
    const jumpedMs = apartMs - beforeMs
    beforeMs = apartMs
    if (Math.abs(jumpedMs) >= leastJumpMs) onWake()
  }, everyMs)
  looking.unref()
  return () => clearInterval(looking)
}
