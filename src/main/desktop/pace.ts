/** Acts at once when that was not done lately, otherwise as soon as `everyMs` have passed since; what is asked meanwhile is one. */
export function createPace(act: () => void, everyMs: number): () => void {
  let lastMs = -Infinity
  let isWaiting = false
  const go = () => {
    isWaiting = false
    lastMs = performance.now()
    act()
  }
  return () => {
    if (isWaiting) return
    const waitMs = lastMs + everyMs - performance.now()
    if (waitMs <= 0) return go()
    isWaiting = true
    setTimeout(go, waitMs).unref()
  }
}
