import type { LabLink } from '../links.ts'
import type { LabStatus } from '../status.ts'

/** Pages of services that run, and of stacks of which something does. Pure. */
export function runningLinks(links: readonly LabLink[], status: LabStatus | null): readonly LabLink[] {
  const running = new Set(
    (status?.stacks ?? [])
      .filter(({ services }) => services.some(({ state }) => state === 'running'))
      .map(({ name }) => name),
  )
  return links.filter(({ kind, stack, isRunning }) => kind === 'web' && (isRunning ?? running.has(stack)))
}
