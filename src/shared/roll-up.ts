import type { Readiness, RollUp } from './readiness.ts'

/** Rolls service readiness up to one word: the worst thing that a person should know first. */
export function rollUpReadiness(readiness: readonly Readiness[]): RollUp {
  const has = (...words: readonly Readiness[]) => readiness.some((word) => words.includes(word))
  if (has('failed')) return 'failed'
  if (has('starting', 'loading')) return 'loading'
  const isUp = has('ready')
  const isDown = has('stopped', 'created', 'waiting')
  if (isUp && isDown) return 'partial'
  if (isUp) return 'ready'
  if (isDown || readiness.length === 0) return 'stopped'
  return 'done'
}

/** Whether anything of some services is up, or on its way: the position of their switch. */
export function isUp(services: readonly { readonly readiness: Readiness }[]): boolean {
  return services.some(({ readiness }) => ['ready', 'loading', 'starting', 'waiting'].includes(readiness))
}
