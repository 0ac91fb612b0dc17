/** What a service used lately, in steps of the same length, oldest first; null where nothing was measured. */
export interface Usage {
  /** Cores. */
  readonly cpu: readonly (number | null)[]
  /** Of its limit, 0–1; all null without one. */
  readonly memory: readonly (number | null)[]
}

export const usageSteps = 30
export const usageStepMs = 30_000

interface Step {
  readonly values: readonly (number | null)[]
  /** Beats in it. */
  readonly count: number
}

/** The latest steps of several quantities that are measured together, always in the same order. */
export interface UsageBuckets {
  /** Puts in what was kept before, as means of whole steps from `fromMs` on: a list for each quantity. */
  seed(fromMs: number, columns: readonly (readonly (number | null)[])[]): void
  /** Adds what was measured at a second. */
  add(atMs: number, values: readonly (number | null)[]): void
  /** The steps up to this moment, of the quantity with this place. */
  read(nowMs: number, place: number): readonly (number | null)[]
}

export function createUsageBuckets(): UsageBuckets {
  const steps = new Map<number, Step>()
  const stepOf = (atMs: number) => Math.floor(atMs / usageStepMs)

  function forget(newest: number): void {
    for (const step of steps.keys()) if (step <= newest - usageSteps) steps.delete(step)
  }

  return {
    seed(fromMs, columns) {
      const length = Math.max(0, ...columns.map((column) => column.length))
      for (let index = 0; index < length; index += 1) {
        const step = stepOf(fromMs + index * usageStepMs)
        // What was heard meanwhile is newer.
        if (steps.has(step)) continue
        steps.set(step, { values: columns.map((column) => column[index] ?? null), count: 1 })
      }
    },
    add(atMs, values) {
      const step = stepOf(atMs)
      const before = steps.get(step)
      const count = (before?.count ?? 0) + 1
      steps.set(step, {
        values: values.map((value, place) => mean(before?.values[place] ?? null, value, count)),
        count,
      })
      forget(step)
    },
    read(nowMs, place) {
      const newest = stepOf(nowMs)
      return Array.from(
        { length: usageSteps },
        (_, index) => steps.get(newest - usageSteps + 1 + index)?.values[place] ?? null,
      )
    },
  }
}

function mean(before: number | null, value: number | null, count: number): number | null {
  if (value === null || before === null) return value ?? before
  return before + (value - before) / count
}
