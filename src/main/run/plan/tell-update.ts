import type { ReplaceReason } from '../../../shared/plan.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { LabService } from '../facts/lab-model.ts'
import type { UpdateFacts } from './plan-update.ts'

/** Services of which only the pull will tell whether there is something newer, and why. */
export function tellStates(
  services: readonly LabService[],
  updates: UpdateFacts,
  reasons: ReadonlyMap<string, ReplaceReason>,
): string[] {
  return services.flatMap(({ key }) => {
    const fact = updates.get(key)
    if (fact?.state.kind !== 'unknown' || reasons.get(key) !== 'unknown') return []
    return [`${key}: ${fact.state.reason} The pull will tell; when it fails, nothing is replaced.`]
  })
}

/** What the files say beside the image is not what an update is about. */
export function tellFiles(
  meant: readonly LabService[],
  reasons: ReadonlyMap<string, ReplaceReason>,
  owned: ReadonlyMap<string, readonly ContainerSummary[]>,
): string[] {
  return meant.flatMap(({ key, service }) => {
    const hasNewFiles = (owned.get(key) ?? []).some(({ configHash }) => configHash !== service.configHash)
    if (!hasNewFiles) return []
    if (!reasons.has(key))
      return [`${key} runs with an older configuration, which an update leaves so: switchyard up ${key}.`]
    return [
      `The files of ${key} have changed since its container was made. The new one is made from them as they are; if it fails, the old one is put back as it was, and the files stay.`,
    ]
  })
}

/** Stacks whose hooks an update leaves out. */
export function tellHooks(services: readonly LabService[]): string[] {
  const stacks = [...new Set(services.map(({ stack }) => stack))].filter(({ hooks = [] }) => hooks.length > 0)
  return stacks.map(
    ({ name }) => `The hooks of ${name} are not run: an update replaces its services one by one.`,
  )
}
