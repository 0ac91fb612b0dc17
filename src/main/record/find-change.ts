import type { HappeningOf } from '../../shared/record.ts'
import type { ContainerDetail } from '../engine/model.ts'
import type { Life } from './life.ts'

/** The engine tells of a start a little after it has noted the time of it. */
const tellsWithinMs = 5000

/**
 * How a container is, where that is not what was known of it; null when nothing was missed that counts. Pure.
 */
export function findChange(
  life: Life,
  container: Pick<ContainerDetail, 'state' | 'startedAt' | 'health'> | null,
): HappeningOf<'found'>['what'] | null {
  const startedAtMs = Date.parse(container?.startedAt ?? '')
  const hasStarted = startedAtMs > 0
  const isRunning = container?.state === 'running' || container?.state === 'paused'
  const wasRunning = life.startedAtMs !== null && life.end === null
  if (!isRunning) {
    // The engine is about to start it again, and that will be told.
    if (!wasRunning || container?.state === 'restarting') return null
    return {
      kind: 'found',
      isRunning: false,
      health: null,
      startedAtMs: hasStarted ? startedAtMs : life.startedAtMs,
    }
  }
  const health = container.health
  const isSameStart =
    wasRunning &&
    (life.startedAtMs ?? 0) >= startedAtMs - 1 &&
    (life.startedAtMs ?? 0) - startedAtMs < tellsWithinMs
  const isSameHealth = (health === 'starting' ? null : health) === life.health
  if (isSameStart && isSameHealth) return null
  return { kind: 'found', isRunning: true, health, startedAtMs: hasStarted ? startedAtMs : null }
}
