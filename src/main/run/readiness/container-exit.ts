import type { ContainerDetail } from '../../engine/model.ts'

/** Whether Docker's restart policy starts it again. Source: moby, restartmanager. */
export function willRestart(
  { restartPolicy, maximumRetryCount, restartCount }: ContainerDetail,
  exitCode: number,
): boolean {
  switch (restartPolicy) {
    case 'always':
    case 'unless-stopped':
      return true
    case 'on-failure':
      return exitCode !== 0 && (maximumRetryCount === 0 || restartCount < maximumRetryCount)
    default:
      return false
  }
}

/** Why it is down, as the end of a sentence that begins with its name. `exits`: how often it went down in this watch. */
export function exitReason(container: ContainerDetail, exitCode: number, exits: number): string {
  if (container.oomKilled) return 'killed because it ran out of memory'
  const times = exits > 1 ? `, ${exits} times` : ''
  return `exited with code ${exitCode}${times}${container.error ? ` (${container.error})` : ''}`
}
