import type { Outcome } from '../../shared/run.ts'

export const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

export function exitCodeOfOutcome(outcome: Outcome): number {
  switch (outcome) {
    case 'succeeded':
      return exitCodes.done
    case 'failed':
      return exitCodes.failed
    case 'cancelled':
      return exitCodes.cancelled
  }
}
