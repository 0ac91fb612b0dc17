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
  readonly cpu: number | null
  readonly memory: number | null
  /** Beats in it. */
  readonly count: number
}

/** The latest steps of one service. */
export interface UsageBuckets {
  /** Puts in what was kept before, as means of whole steps from `fromMs` on. */
  seed(fromMs: number, cpu: readonly (number | null)[], memory: readonly (number | null)[]): void
  /** Adds what was measured at a second. */
  add(atMs: number, cpu: number | null, memory: number | null): void
  /** The steps up to this moment. */
  read(nowMs: number): Usage
}

export function createUsageBuckets(): UsageBuckets {
  const steps = new Map<number, Step>()
  const stepOf = (atMs: number) => Math.floor(atMs / usageStepMs)

  function forget(newest: number): void {
    for (const step of steps.keys()) if (step <= newest - usageSteps) steps.delete(step)
  }

  return {
    seed(fromMs, cpu, memory) {
      for (const [index, value] of cpu.entries()) {
        const step = stepOf(fromMs + index * usageStepMs)
        // What was heard meanwhile is newer.
        if (!steps.has(step)) steps.set(step, { cpu: value, memory: memory[index] ?? null, count: 1 })
      }
    },
    add(atMs, cpu, memory) {
      const step = stepOf(atMs)
      const before = steps.get(step)
      const count = (before?.count ?? 0) + 1
      steps.set(step, {
        cpu: mean(before?.cpu ?? null, cpu, count),
        memory: mean(before?.memory ?? null, memory, count),
        count,
      })
      forget(step)
    },
    read(nowMs) {
      const newest = stepOf(nowMs)
      const all = Array.from({ length: usageSteps }, (_, index) => steps.get(newest - usageSteps + 1 + index))
      return { cpu: all.map((step) => step?.cpu ?? null), memory: all.map((step) => step?.memory ?? null) }
    },
  }
}

function mean(before: number | null, value: number | null, count: number): number | null {
  if (value === null || before === null) return value ?? before
  return before + (value - before) / count
}
