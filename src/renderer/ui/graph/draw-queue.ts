/** So much of a frame at most; a frame is 16 ms, and React and the browser want theirs. */
const budgetMs = 5

const waiting = new Set<() => void>()
let isAsked = false

/**
 * Draws in one of the next frames, in turn with all others that wait: twenty graphs that get their values together do not hold
 * up one frame. Who asks twice is drawn once. Nothing is drawn in a hidden page. Returns how to take it back.
 */
export function drawSoon(draw: () => void): () => void {
  waiting.add(draw)
  ask()
  return () => void waiting.delete(draw)
}

function ask(): void {
  if (isAsked) return
  isAsked = true
  requestAnimationFrame(() => {
    isAsked = false
    const endMs = performance.now() + budgetMs
    for (const draw of waiting) {
      waiting.delete(draw)
      draw()
      if (performance.now() >= endMs) break
    }
    if (waiting.size > 0) ask()
  })
}
