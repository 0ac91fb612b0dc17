/** The line that a key leads to; null for a key that does not move. Stops at both ends. */
export function moveLine(
  lines: readonly { readonly key: string }[],
  activeKey: string | null,
  key: string,
): string | null {
  const index = lines.findIndex((line) => line.key === activeKey)
  const to = (target: number) => lines[Math.min(Math.max(target, 0), lines.length - 1)]?.key ?? null
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return to(index + 1)
    case 'ArrowUp':
    case 'k':
      return to(index - 1)
    case 'PageDown':
      return to(index + 10)
    case 'PageUp':
      return to(index - 10)
    case 'Home':
      return to(0)
    case 'End':
      return to(lines.length - 1)
    default:
      return null
  }
}
