/** Where a key leads in a list, by index; null for a key that moves nothing. Stops at both ends. */
export function moveInList(current: number, count: number, key: string): number | null {
  const to = {
    ArrowDown: current + 1,
    j: current + 1,
    ArrowUp: current - 1,
    k: current - 1,
    PageDown: current + 10,
    PageUp: current - 10,
    Home: 0,
    End: count - 1,
  }[key]
  return to === undefined || count === 0 ? null : Math.min(Math.max(to, 0), count - 1)
}
