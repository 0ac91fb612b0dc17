/**
 * Work that reports while it goes on, as a stream. It is cancelled by the signal and by whoever stops reading, and the stream
 * ends only when the work has: what it puts in order at its end is never cut off.
 */
export async function* streamWork<Event>(
  work: (report: (event: Event) => void, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void> {
  const abandoned = new AbortController()
  const cancel = signal ? AbortSignal.any([signal, abandoned.signal]) : abandoned.signal
  const waiting: Event[] = []
  let news = Promise.withResolvers<void>()
  let isOver = false
  const tell = () => {
    news.resolve()
    news = Promise.withResolvers()
  }
  const done = work((event) => {
    waiting.push(event)
    tell()
  }, cancel).finally(() => {
    isOver = true
    tell()
  })
  done.catch(() => undefined)
  try {
    for (;;) {
      const next = news.promise
      const event = waiting.shift()
      if (event !== undefined) yield event
      else if (isOver) break
      else await next
    }
    await done
  } finally {
    abandoned.abort(new Error('nobody reads any more'))
    await done.catch(() => undefined)
  }
}
