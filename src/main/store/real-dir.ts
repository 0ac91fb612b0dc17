import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

/** The one path under which a folder is kept, whichever links led to it; as it is written when it is not there. */
export function realDir(dir: string): string {
  try {
    return realpathSync(dir)
  } catch {
    return resolve(dir)
  }
}
