import { existsSync, readdirSync } from 'node:fs'

const inOrder = new Intl.Collator('en', { numeric: true })

/** Names in a folder, `hwmon2` before `hwmon10`; none of a folder that is not there. */
export function listNames(dir: string): readonly string[] {
  // Folders of hardware that this machine lacks are asked for again and again; an error takes twenty times as long.
  if (!existsSync(dir)) return []
  try {
    return readdirSync(dir).sort(inOrder.compare)
  } catch {
    return []
  }
}
