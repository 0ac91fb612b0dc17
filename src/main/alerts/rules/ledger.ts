import type { Condition, RuleChange } from './model.ts'

/** Conditions that hold: those which wait until they have held long enough, and those that are raised. */
export interface Ledger {
  /** It holds, and is raised when it still does at `dueMs`. One that is raised already only gets its new text. */
  hold(condition: Condition, dueMs: number, exitCode?: number | null): void
  /** It does not hold any more. One that was not raised ends without a word. */
  end(key: string, ending: string | null | ((sinceMs: number) => string), atMs: number): void
  isRaised(key: string): boolean
  has(key: string): boolean
  keys(): readonly string[]
  /** Raises what is due, but for what must wait. */
  tick(atMs: number, mustWait: (condition: Condition) => boolean): void
  /** What has changed since this was asked before. */
  take(): readonly RuleChange[]
}

interface Entry {
  readonly condition: Condition
  readonly dueMs: number
  readonly exitCode: number | null
  isRaised: boolean
}

/** Pure: time is passed in. `open` was raised before, by this process or the one before it. */
export function createLedger(open: readonly Condition[]): Ledger {
  const entries = new Map<string, Entry>(
    open.map((condition) => [condition.key, { condition, dueMs: 0, exitCode: null, isRaised: true }]),
  )
  let changes: RuleChange[] = []
  const tell = (change: RuleChange) => void changes.push(change)

  return {
    hold(condition, dueMs, exitCode = null) {
      const known = entries.get(condition.key)
      if (!known) {
        entries.set(condition.key, { condition, dueMs, exitCode, isRaised: false })
      } else if (known.condition.text !== condition.text) {
        const { sinceMs } = known.condition
        entries.set(condition.key, { ...known, condition: { ...condition, sinceMs } })
        if (known.isRaised) tell({ type: 'updated', key: condition.key, text: condition.text })
      }
    },
    end(key, ending, atMs) {
      const entry = entries.get(key)
      if (!entry) return
      entries.delete(key)
      if (!entry.isRaised) return
      const words = typeof ending === 'function' ? ending(entry.condition.sinceMs) : ending
      tell({ type: 'ended', key, ending: words, atMs })
    },
    isRaised: (key) => entries.get(key)?.isRaised ?? false,
    has: (key) => entries.has(key),
    keys: () => [...entries.keys()],
    tick(atMs, mustWait) {
      for (const entry of entries.values()) {
        if (entry.isRaised || entry.dueMs > atMs || mustWait(entry.condition)) continue
        entry.isRaised = true
        tell({ type: 'raised', condition: entry.condition, exitCode: entry.exitCode })
      }
    },
    take() {
      const taken = changes
      changes = []
      return taken
    },
  }
}
