const hiddenPauseMs = 1000
const frameMs = 16

/** When a change reaches the page: once a frame while it is looked at, once a second while it is hidden. */
export function createFrames(publish: () => void): { request(): void; cancel(): void } {
  const page = typeof document === 'undefined' ? null : document
  let cancel: (() => void) | null = null
  const run = () => {
    cancel?.()
    publish()
  }
  // The browser keeps back both frames and pauses of a hidden page; nobody should see the past when it is shown again.
  const whenShown = () => {
    if (page?.hidden === false) run()
    else if (cancel) restart()
  }
  const restart = () => {
    cancel?.()
    request()
  }
  const request = () => {
    if (cancel) return
    const stop = page?.hidden ? later(run, hiddenPauseMs) : nextFrame(run)
    page?.addEventListener('visibilitychange', whenShown)
    cancel = () => {
      stop()
      page?.removeEventListener('visibilitychange', whenShown)
      cancel = null
    }
  }
  return { request, cancel: () => cancel?.() }
}

function nextFrame(run: () => void): () => void {
  if (typeof requestAnimationFrame === 'undefined') return later(run, frameMs)
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

function later(run: () => void, pauseMs: number): () => void {
  const timer = setTimeout(run, pauseMs)
  return () => clearTimeout(timer)
}
