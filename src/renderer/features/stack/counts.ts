import type { RollUp } from '../../../shared/readiness.ts'
import type { ServiceStatus, StackStatus } from '../../../shared/status.ts'

/** How far a stack is, in words: `5 of 7 ready`. One-shots that are done count as ready. */
export function describeReady(services: readonly Pick<ServiceStatus, 'readiness'>[]): string {
  const ready = services.filter(({ readiness }) => readiness === 'ready' || readiness === 'done').length
  return `${ready} of ${services.length} ready`
}

const words: Record<RollUp, string> = {
  failed: 'failed',
  loading: 'loading',
  partial: 'partly up',
  stopped: 'stopped',
  done: 'done',
  ready: 'ready',
}

export function describeRollUp(stack: Pick<StackStatus, 'state'>): string {
  return words[stack.state]
}
