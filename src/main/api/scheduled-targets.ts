import { SwitchyardError } from '../../shared/errors.ts'
import type { ScheduledAction } from '../../shared/schedule-words.ts'
import type { ContainerSummary } from '../engine/model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { findSpared, readTargets } from '../run/plan/select-targets.ts'

/**
 * Targets of a schedule by their full names, since what a pattern means may change until then. Pure. Throws NAME_UNKNOWN, and
 * ALWAYS_ON where the plan would refuse every time.
 */
export function readScheduledTargets(
  model: LabModel,
  { kind, targets }: Pick<ScheduledAction, 'kind' | 'targets'>,
  containers: readonly ContainerSummary[] = [],
): string[] {
  const parsed = readTargets(model, { kind, targets }, containers)
  const spared = findSpared(model, kind, parsed)
  if (spared)
    throw new SwitchyardError(
      'ALWAYS_ON',
      `Stack ${spared.name} is always-on, and schedules leave it alone.`,
      { hint: 'Name other stacks, or none for everything that is not always-on.' },
    )
  return [...parsed.stacks, ...parsed.services]
}
