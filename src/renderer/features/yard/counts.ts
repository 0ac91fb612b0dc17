import type { Readiness } from '../../../shared/readiness.ts'
import { rollUpReadiness } from '../../../shared/roll-up.ts'
import { signalOf, type SignalState } from '../../ui/signal.tsx'

/** The words by which rows are counted and filtered, in the order in which they are shown. */
export const countedSignals = ['ready', 'loading', 'failed', 'waiting', 'stopped', 'done'] as const
export type CountedSignal = (typeof countedSignals)[number]

interface Judged {
  readonly readiness: Readiness
}

export interface Count {
  readonly signal: CountedSignal
  readonly count: number
}

/** How many services are in each state; states that no service is in are left out. */
export function countSignals(services: readonly Judged[]): readonly Count[] {
  return countedSignals
    .map((signal) => ({
      signal,
      count: services.filter(({ readiness }) => signalOf(readiness) === signal).length,
    }))
    .filter(({ count }) => count > 0)
}

/** How far some services are: those that are where they should be, of all, and the word for the whole. */
export function countReady(services: readonly Judged[]): {
  readonly ready: number
  readonly total: number
  readonly signal: SignalState
} {
  const words = services.map(({ readiness }) => readiness)
  const rollUp = rollUpReadiness(words)
  return {
    ready: words.filter((word) => word === 'ready' || word === 'done').length,
    total: words.length,
    signal: signalOf(words.includes('waiting') && rollUp === 'stopped' ? 'waiting' : rollUp),
  }
}
