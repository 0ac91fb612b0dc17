const known = new Map<string, string>()
const listeners = new Set<() => void>()
let isWatching = false

/** A colour of the styles for a canvas, by its name. Asked for with every stroke, so it is kept until the theme changes. */
export function colorOf(name: string, alpha = 1): string {
  const color = styleOf(name)
  return alpha === 1 ? color : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`
}

export function styleOf(name: string): string {
  watch()
  const value = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  known.set(name, value)
  return value
}

/** Calls after the colours have changed; returns how to end that. */
export function onColors(listener: () => void): () => void {
  watch()
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  const forget = () => {
    known.clear()
    for (const listener of listeners) listener()
  }
  new MutationObserver(forget).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme'],
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forget)
}
