import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})

const stateSchema = z.object({
  /** Where the window was; in pixels that do not depend on the screen. */
  window: z.object({ bounds: rectangleSchema, isMaximized: z.boolean() }).nullable().default(null),
  /** Whether the operator knows that containers outlive Switchyard. */
  knowsContainersStay: z.boolean().default(false),
})
export type DesktopState = Readonly<z.infer<typeof stateSchema>>

/** What this door remembers from one start to the next. */
export interface DesktopStateStore {
  get(): DesktopState
  /** Changes what is given; written within half a second. */
  update(changes: Partial<DesktopState>): void
  /** Writes what is not written yet. */
  flush(): void
}

const writeAfterMs = 500

/** Reads the state of this door; a file that is missing or damaged is as good as none. */
export function openDesktopState(stateDir: string): DesktopStateStore {
  const file = join(stateDir, 'desktop.json')
  let state = readState(file)
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    writeState(stateDir, file, state)
  }
  return {
    get: () => state,
    update(changes) {
      state = { ...state, ...changes }
      timer ??= setTimeout(flush, writeAfterMs)
    },
    flush,
  }
}

function readState(file: string): DesktopState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return stateSchema.parse({})
  }
}

function writeState(stateDir: string, file: string, state: DesktopState): void {
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, file)
  } catch {
    // A window that opens somewhere else is no reason to trouble anybody.
  }
}
