import { SwitchyardError } from '../../shared/errors.ts'
import type { ContainerSummary } from '../engine/model.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'

/**
 * The container of a service that runs: the first, or number `index` from 1. `what` is to run in it, like `shell`. Throws
 * SERVICE_NOT_RUNNING with what to do about it. Pure.
 */
export function findRunningContainer(
  model: LabModel,
  { key }: Pick<LabService, 'key'>,
  containers: readonly ContainerSummary[],
  what: string,
  index: number | null = null,
): ContainerSummary {
  const own = (matchContainers(model.services, containers).get(key) ?? []).toSorted(
    (a, b) => numberOf(a) - numberOf(b),
  )
  const wanted = index === null ? own : own.slice(index - 1, index)
  const running = wanted.find(({ state }) => state === 'running')
  if (running) return running
  if (index !== null && own.length > 0 && wanted.length === 0)
    throw new SwitchyardError('SERVICE_NOT_RUNNING', `${key} has no container number ${index}.`, {
      hint: own.length === 1 ? 'It has one.' : `It has ${own.length}.`,
    })
  const isPaused = wanted.some(({ state }) => state === 'paused')
  throw new SwitchyardError(
    'SERVICE_NOT_RUNNING',
    isPaused
      ? `${key} is paused, so no ${what} can run in it.`
      : `${key} is not running, so there is no container for a ${what}.`,
    {
      hint: isPaused
        ? `Let it go on first (docker unpause ${wanted[0]?.name ?? key}).`
        : `Start it first (switchyard up ${key}).`,
    },
  )
}

/** Compose numbers the containers of a service at the end of their names. */
function numberOf({ name }: ContainerSummary): number {
  return Number(/(\d+)$/.exec(name)?.[1] ?? 0)
}
