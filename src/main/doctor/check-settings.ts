import { type Problem, SwitchyardError } from '../../shared/errors.ts'
import type { SettingsStore } from '../store/settings.ts'
import type { Draft } from './draft.ts'

/** What is wrong with the operator's settings; nothing when they are fine. */
export function checkSettings(settings: SettingsStore): Draft[] {
  return problemsOf(settings).map((problem) => ({
    check: 'settings',
    about: problem.place?.file ?? null,
    level: 'warning',
    message: problem.message,
    ...(problem.place ? { place: problem.place } : {}),
    ...(problem.hint ? { advice: problem.hint } : {}),
  }))
}

function problemsOf(settings: SettingsStore): readonly Problem[] {
  try {
    return settings.problems()
  } catch (error) {
    if (error instanceof SwitchyardError) return error.problems
    throw error
  }
}
