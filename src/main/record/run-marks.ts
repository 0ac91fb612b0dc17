import type { RunSummary } from '../../shared/run.ts'
import { runWords } from '../../shared/run-words.ts'
import type { Mark } from '../../shared/record.ts'

/** `isOngoing`: whether a run without an end goes on; else it broke off. Pure. */
export function runMark({ id, kind, startedAt, finishedAt, outcome }: RunSummary, isOngoing: boolean): Mark {
  const end = outcome ?? (isOngoing ? 'goes on' : 'broke off')
  return {
    atMs: Date.parse(startedAt),
    untilMs: finishedAt === null ? null : Date.parse(finishedAt),
    kind: 'run',
    tone: end === 'failed' || end === 'broke off' ? 'failed' : end === 'cancelled' ? 'warning' : 'plain',
    text: `${runWords[kind].noun} ${end === 'cancelled' ? 'was cancelled' : end}`,
    stack: null,
    service: null,
    runId: id,
  }
}
