const HOUR_MS = 3_600_000

/** No wait in a lab is longer; beyond 24.8 days a timer of Node would fire at once. */
export const LONGEST_DURATION_MS = 24 * HOUR_MS

/** `500ms`, `30s`, `12m`, `1h30m`: as in Compose files, largest unit first. */
export const durationPattern =
  /^(?=\d)(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/

/** Milliseconds of a duration as written; plain numbers are seconds. NaN for what is not a duration. */
export function parseDurationMs(written: string | number): number {
  if (typeof written === 'number') return written * 1000
  const match = durationPattern.exec(written)
  if (!match) return Number.NaN
  const [, hours, minutes, seconds, milliseconds] = match
  return (
    Number(hours ?? 0) * HOUR_MS +
    Number(minutes ?? 0) * 60_000 +
    Number(seconds ?? 0) * 1000 +
    Number(milliseconds ?? 0)
  )
}
