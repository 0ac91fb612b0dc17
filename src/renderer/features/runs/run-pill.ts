import type { RunView } from '../../../shared/run-view.ts'
import { runWords } from '../../../shared/run-words.ts'
import type { SignalState } from '../../ui/signal.tsx'
import { heldBy } from './rows.ts'
import type { RunPicture } from './use-run-picture.ts'
import type { RunMode } from './use-story.ts'

const outcomes = {
  succeeded: { state: 'ready', words: 'Done' },
  failed: { state: 'failed', words: 'Failed' },
  cancelled: { state: 'stopped', words: 'Cancelled' },
} as const

/** The state of a run in two or three words. */
export function pillOf(
  { finished, plan }: RunView,
  mode: RunMode,
  { blocker, blockerRow, heldRow }: Pick<RunPicture, 'blocker' | 'blockerRow' | 'heldRow'>,
): { readonly state: SignalState; readonly words: string } {
  if (finished) {
    if (finished.unchanged && finished.outcome === 'succeeded')
      return { state: 'done', words: 'Nothing to do' }
    return outcomes[finished.outcome]
  }
  if (mode === 'broken') return { state: 'unknown', words: 'Never finished' }
  if (heldRow) return { state: 'waiting', words: `Waiting for ${heldBy(heldRow) ?? heldRow.name}` }
  if (blocker && blockerRow) return { state: 'loading', words: `Waiting for ${blockerRow.name}` }
  return { state: 'loading', words: runWords[plan.kind].doing }
}
