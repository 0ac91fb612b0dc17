/** The end that the signal makes is no failure. */
export async function* untilStopped<Value>(
  values: AsyncIterable<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value, void> {
  try {
    yield* values
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
