export interface Pauses {
  readonly firstMs: number
  /** Each pause is twice as long as the one before, up to this. */
  readonly longestMs: number
}

/**
 * Does the work again and again until the signal, with a pause after each time. Work that calls `heard` was worth it: the next
 * pause is the first one again. The work says itself what went wrong, and does not throw.
 */
export async function keepTrying(
  work: (heard: () => void) => Promise<void>,
  { firstMs, longestMs }: Pauses,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = firstMs
  const heard = () => {
    pauseMs = firstMs
  }
  while (!signal.aborted) {
    await work(heard)
    await pause(pauseMs, signal)
    pauseMs = Math.min(pauseMs * 2, longestMs)
  }
}

function pause(lengthMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, lengthMs)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
