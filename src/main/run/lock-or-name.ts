import { SwitchyardError } from '../../shared/errors.ts'
import { formatDuration } from '../../shared/format.ts'
import { runWords } from '../../shared/run-words.ts'
import { findOpenRun, type OpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'
import { lockLab } from '../store/run-lock.ts'

/**
 * Takes the one run that a lab can have; returns the giving back. Throws RUN_IN_PROGRESS, with the run that has the lab where
 * the history knows it, and STATE_UNUSABLE.
 */
export function lockOrName(history: History, stateDir: string, labDir: string): () => void {
  try {
    return lockLab(stateDir, labDir)
  } catch (error) {
    if (!(error instanceof SwitchyardError) || error.code !== 'RUN_IN_PROGRESS') throw error
    throw nameRun(error, findOpenRun(history, stateDir, labDir))
  }
}

/** A run that is still being planned is in no history yet. */
function nameRun(error: SwitchyardError, open: OpenRun | null): SwitchyardError {
  if (!open) return error
  const { run, pid } = open
  const since = formatDuration(Date.now() - Date.parse(run.startedAt))
  return new SwitchyardError(
    'RUN_IN_PROGRESS',
    `Another run of ${run.lab.name} is in progress: ${runWords[run.kind].noun.toLowerCase()}, begun ${since} ago (run ${run.id.slice(0, 8)}, process ${pid}).`,
    { hint: error.hint, cause: error },
  )
}
