import { readdirSync } from 'node:fs'

/** Names in a folder, `hwmon2` before `hwmon10`; none of a folder that is not there. */
export function listNames(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return []
  }
}
