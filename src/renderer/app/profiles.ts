import type { LabView } from '../../shared/lab.ts'

/** Every profile of the lab, by name. */
export function findProfiles(lab: LabView | undefined): readonly string[] {
  return [...new Set(lab?.stacks.flatMap(({ availableProfiles }) => availableProfiles) ?? [])].sort()
}
