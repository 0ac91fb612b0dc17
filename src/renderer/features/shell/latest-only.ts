/** Runs one call at a time; of the values that come meanwhile, only the latest is used. */
export function latestOnly<Value>(call: (value: Value) => Promise<unknown>): (value: Value) => void {
  let next: { readonly value: Value } | null = null
  let isRunning = false
  async function run(): Promise<void> {
    isRunning = true
    while (next) {
      const { value } = next
      next = null
      // Whoever calls learns of a lost connection elsewhere; the next size is as good as this one.
      await call(value).catch(() => undefined)
    }
    isRunning = false
  }
  return (value) => {
    next = { value }
    if (!isRunning) void run()
  }
}
