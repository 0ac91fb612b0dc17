import { formatList } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'

export interface Announcement {
  /** Good news, told when there is a pause; empty for none. */
  readonly polite: string
  /** Failures, told at once; empty for none. */
  readonly assertive: string
}

/** What a listener should hear of what changed between two looks at a run. Nothing before the first look. */
export function announceChanges(before: RunView | null, after: RunView): Announcement {
  if (before?.id !== after.id) return { polite: '', assertive: '' }
  const news = Map.groupBy(
    [...after.services].filter(([key, { readiness }]) => before.services.get(key)?.readiness !== readiness),
    ([, { readiness }]) => readiness,
  )
  const names = (readiness: 'ready' | 'done' | 'failed') =>
    (news.get(readiness) ?? []).map(([key]) => key.slice(key.indexOf('/') + 1))
  const sentences = (['ready', 'done'] as const).flatMap((readiness) => {
    const own = names(readiness)
    return own.length === 0 ? [] : [`${formatList(own, 3)} ${readiness}`]
  })
  const outcome = after.finished && !before.finished ? [outcomeWords[after.finished.outcome]] : []
  const failed = (news.get('failed') ?? []).map(
    ([key, { detail }]) => `${key.slice(key.indexOf('/') + 1)} failed${detail === null ? '' : `: ${detail}`}`,
  )
  return { polite: [...sentences, ...outcome].join('. '), assertive: failed.join('. ') }
}

const outcomeWords = {
  succeeded: 'The run is done',
  failed: 'The run has failed',
  cancelled: 'The run was cancelled',
} as const
