import type { RunRequest } from '../../shared/contract.ts'
import type { KeptSchedule } from './schedule-file.ts'

/** What a schedule asks for. Nothing that needs an extra word: what is always-on is never stopped by it. */
export function requestOf({ dir, environment, profiles, action }: KeptSchedule): RunRequest {
  const { kind, appsOnly, targets, update } = action
  return {
    dir,
    environment,
    profiles: [...profiles],
    kind,
    appsOnly,
    targets: [...targets],
    ...(update ? { update: { ...update } } : {}),
  }
}
