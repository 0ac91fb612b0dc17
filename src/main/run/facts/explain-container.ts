import type { Readiness } from '../../../shared/readiness.ts'
import type { ContainerDetail } from '../../engine/model.ts'

/** What of a container's detail its status is told from. */
export type ContainerLife = Pick<
  ContainerDetail,
  'state' | 'health' | 'exitCode' | 'startedAt' | 'finishedAt' | 'oomKilled' | 'error' | 'healthOutput'
>

const longestWords = 200

/**
 * What a container waits for, or why it failed, in a few words; null when there is nothing to say. Pure.
 * `hasOwnProbe`: the operator's probe decides whether it is ready, and only a run asks it.
 */
export function explainContainer(
  container: ContainerLife,
  readiness: Readiness,
  hasOwnProbe: boolean,
): string | null {
  const { state, exitCode, oomKilled, error, health, healthOutput } = container
  const complaint = healthOutput === null ? '' : `; its check says: ${lastLine(healthOutput)}`
  switch (state) {
    case 'running':
      if (health === 'unhealthy') return `unhealthy${complaint}`
      if (readiness !== 'loading') return null
      if (hasOwnProbe) return 'no run has seen it ready since its start'
      return `waits for its health check${complaint}`
    case 'restarting':
      return `${ending(exitCode, oomKilled)}, Docker starts it again`
    case 'exited':
    case 'dead':
      return readiness === 'failed' ? `${ending(exitCode, oomKilled)}${inBrackets(error)}` : null
    case 'created':
      return error === '' ? null : shorten(error)
    case 'paused':
      return 'paused'
    case 'removing':
      return null
  }
}

function ending(exitCode: number, oomKilled: boolean): string {
  return oomKilled ? 'killed because it ran out of memory' : `exited with code ${exitCode}`
}

function inBrackets(error: string): string {
  return error === '' ? '' : ` (${shorten(error)})`
}

function lastLine(text: string): string {
  return shorten(text.trim().split('\n').at(-1) ?? '')
}

function shorten(text: string): string {
  const plain = text.trim()
  return plain.length > longestWords ? `${plain.slice(0, longestWords - 1)}…` : plain
}
