import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { realDir } from '../store/real-dir.ts'
import { replaceFile } from '../store/replace-file.ts'

/** Which labs were started since the machine booted, so that a service that is started again does not start them again. */
export interface BootMark {
  has(dir: string): boolean
  put(dir: string): void
}

const markSchema = z.object({ boot: z.string(), labs: z.array(z.string()) })

export function openBootMark(stateDir: string, readBoot: () => string = readBootId): BootMark {
  const file = join(stateDir, 'autostart.json')
  const read = () => {
    const boot = readBoot()
    const kept = readMark(file)
    return kept?.boot === boot ? kept : { boot, labs: [] }
  }
  return {
    has: (dir) => read().labs.includes(realDir(dir)),
    put(dir) {
      const { boot, labs } = read()
      const mark = { boot, labs: [...new Set([...labs, realDir(dir)])] }
      replaceFile(file, `${JSON.stringify(mark)}\n`)
    },
  }
}

/** Null for none, and for one that cannot be read: a lab that is up is not harmed by another start. */
function readMark(file: string): z.infer<typeof markSchema> | null {
  try {
    return markSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
