import { waitUntilQuiet } from './machine.ts'

/** Times of two contestants, in milliseconds, taken in turn so that a change of the machine meets both. */
export interface Duel {
  readonly oursMs: readonly number[]
  readonly theirsMs: readonly number[]
  /** Share of the processor that others held when each measurement began, from 0 to 1. */
  readonly busy: readonly number[]
}

export interface DuelOptions {
  readonly runs: number
  /** `performance.now()` at which no further round may still be going on. */
  readonly deadlineMs: number
  /** Each gives the milliseconds that it took. */
  readonly ours: () => Promise<number>
  readonly theirs: () => Promise<number>
  /** Brings everything back to where it was; not measured. */
  readonly restore: () => Promise<void>
  /** How long a quiet machine is waited for before each measurement; default 5 s. */
  readonly patienceMs?: number
}

/**
 * At least one round, and no further one that would overrun the deadline; when theirs takes too long for another round,
 * ours may still go on.
 */
export async function duel(options: DuelOptions): Promise<Duel> {
  const result = { oursMs: [] as number[], theirsMs: [] as number[], busy: [] as number[] }
  const usualMs = { ours: 0, theirs: 0 }
  const measure = async (who: 'ours' | 'theirs', samples: number[]) => {
    const beganAtMs = performance.now()
    result.busy.push(await waitUntilQuiet(options.patienceMs))
    samples.push(await options[who]())
    await options.restore()
    usualMs[who] = performance.now() - beganAtMs
  }
  for (let round = 0; round < options.runs; round += 1) {
    const leftMs = options.deadlineMs - performance.now()
    if (round > 0 && usualMs.ours > leftMs) break
    await measure('ours', result.oursMs)
    if (round === 0 || usualMs.ours + usualMs.theirs <= leftMs) await measure('theirs', result.theirsMs)
  }
  return result
}

/** A sentence when others used the machine, or when time ran out; none otherwise. */
export function describeCircumstances({ oursMs, theirsMs, busy }: Duel, runs: number): string[] {
  const loud = busy.filter((share) => share >= 0.5).length
  return [
    ...(loud > 0
      ? [`others held half of the machine or more when ${loud} of ${busy.length} measurements began`]
      : []),
    ...(theirsMs.length < runs
      ? [`because of the time limit only ${oursMs.length} rounds of ours, ${theirsMs.length} of theirs`]
      : []),
  ]
}
