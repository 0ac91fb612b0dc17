/** A value that is read again only when it is older than this; in milliseconds, on whatever clock `nowMs` is. */
export function every<Value>(intervalMs: number, read: () => Value): (nowMs: number) => Value {
  let known: { readonly value: Value; readonly atMs: number } | null = null
  return (nowMs) => {
    if (!known || nowMs - known.atMs >= intervalMs) known = { value: read(), atMs: nowMs }
    return known.value
  }
}
