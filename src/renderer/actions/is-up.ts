import type { Readiness } from '../../shared/readiness.ts'

/** Whether anything of some services is up, or on its way: the position of their switch. */
export function isUp(services: readonly { readonly readiness: Readiness }[]): boolean {
  return services.some(({ readiness }) => ['ready', 'loading', 'starting', 'waiting'].includes(readiness))
}
