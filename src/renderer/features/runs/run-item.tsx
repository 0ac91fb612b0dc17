import { Link } from 'wouter'
import { formatDuration, formatMoment } from '../../../shared/format.ts'
import type { LabView } from '../../../shared/lab.ts'
import { titleOf } from '../../../shared/run-title.ts'
import { runWords } from '../../../shared/run-words.ts'
import { isNothingToDo } from '../../../shared/secrets-words.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { useNow } from '../../bridge/use-now.ts'
import { Pill } from '../../ui/pill.tsx'
import type { SignalState } from '../../ui/signal.tsx'
import type { ListedRun } from './list-runs.ts'
import { compareToUsual, shortId } from './titles.ts'
import { useRunBrief, type RunBrief } from './use-run-brief.ts'

const pills: Record<ListedRun['state'], { readonly signal: SignalState; readonly word: string }> = {
  running: { signal: 'loading', word: 'Running' },
  succeeded: { signal: 'ready', word: 'Done' },
  failed: { signal: 'failed', word: 'Failed' },
  cancelled: { signal: 'stopped', word: 'Cancelled' },
  broken: { signal: 'unknown', word: 'Never finished' },
}

/** One run: what, how it ended, when, and how long against the usual. */
export function RunItem({
  listed,
  lab,
  isActive,
  onFocus,
}: {
  readonly listed: ListedRun
  readonly lab: LabView | null
  readonly isActive: boolean
  readonly onFocus: () => void
}) {
  const { run, state } = listed
  const brief = useRunBrief(listed)
  const { signal, word } = pills[state]
  const startedAtMs = Date.parse(run.startedAt)
  const title = brief?.plan ? titleOf(brief.plan, lab) : runWords[run.kind].asked
  return (
    <li>
      <Link
        href={runPath(run.id)}
        data-key={run.id}
        tabIndex={isActive ? 0 : -1}
        onFocus={onFocus}
        className={`grid min-h-11 grid-cols-[132px_minmax(0,1fr)_112px_80px_210px] items-center gap-4 border-b border-line px-5 py-1.5 hover:bg-surface focus-visible:-outline-offset-2 max-[1240px]:grid-cols-[132px_minmax(0,1fr)_92px_72px_176px] max-[1240px]:px-3.5 ${state === 'failed' ? 'wash [--wash-color:var(--signal-failed)]' : ''}`}
      >
        <span className="flex">
          <Pill state={signal}>{word}</Pill>
        </span>
        <span className="grid min-w-0">
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="truncate font-medium">{title}</span>
            {typeof brief?.plan?.environment === 'string' && (
              <span className="text-12 text-ink-2">{brief.plan.environment}</span>
            )}
            <span className="numeric text-11 text-ink-3">#{shortId(run.id)}</span>
            {run.schedule !== undefined && (
              <span className="truncate text-12 text-ink-3">by schedule {run.schedule}</span>
            )}
          </span>
          <Why brief={brief} state={state} />
        </span>
        <When atMs={startedAtMs} />
        <span className="numeric text-right">
          {state === 'running' ? (
            <Elapsed sinceMs={startedAtMs} />
          ) : run.elapsedMs === null ? (
            ''
          ) : (
            formatDuration(run.elapsedMs)
          )}
        </span>
        <span className="truncate text-12 text-ink-3">{against(listed, brief)}</span>
      </Link>
    </li>
  )
}

function Why({ brief, state }: { readonly brief: RunBrief | null; readonly state: ListedRun['state'] }) {
  const [failure, ...others] = brief?.end?.failures ?? []
  if (failure) {
    const name = failure.service ? `${failure.service.stack}/${failure.service.service}` : 'the run'
    return (
      <span className="truncate text-12 text-failed-ink">
        {name} {failure.reason}
        {others.length > 0 && `, and ${others.length} more`}
      </span>
    )
  }
  if (state === 'broken') {
    return <span className="truncate text-12 text-ink-3">Switchyard ended while this run went on.</span>
  }
  return null
}

function against({ run, state }: ListedRun, brief: RunBrief | null): string {
  const plan = brief?.plan
  if (!plan) return ''
  if (isNothingToDo(plan)) return 'nothing to do'
  if (plan.expectedMs === null) return ''
  if (state === 'succeeded' && run.elapsedMs !== null)
    return compareToUsual(run.elapsedMs, plan.expectedMs) ?? ''
  return state === 'running' ? `usually ${formatDuration(plan.expectedMs)}` : ''
}

function When({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(60_000)
  return (
    <time dateTime={new Date(atMs).toISOString()} className="numeric text-12 text-ink-2">
      {formatMoment(atMs, nowMs)}
    </time>
  )
}

function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  return formatDuration(useNow(1000) - sinceMs)
}
