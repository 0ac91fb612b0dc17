import { ArrowDownToLine, ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { logsPath } from '../../../shared/page-paths.ts'
import type { FailureStory } from './failures.ts'
import { LogLines, type ShownLine } from './log-lines.tsx'
import { toPlainText } from './plain-text.ts'
import type { Row } from './rows.ts'
import type { Story } from './story.ts'
import { useLogTail } from './use-log-tail.ts'
import type { RunMode } from './use-story.ts'

/** The end of a service's log: as it is written while the run goes on, and what the run kept of a failure afterwards. */
export function LogPanel({
  row,
  story,
  mode,
  failure,
}: {
  readonly row: Row
  readonly story: Story
  readonly mode: RunMode
  readonly failure: FailureStory | null
}) {
  const [isFollowing, setIsFollowing] = useState(true)
  const [, navigate] = useLocation()
  const isGoingOn = mode === 'live' || mode === 'elsewhere'
  const { dir } = story.view.plan.lab
  const container = story.view.services.get(row.key)?.container ?? null
  const kept = useMemo(
    () =>
      (failure?.log ?? []).map((text, index): ShownLine => ({
        id: index,
        atMs: null,
        text: toPlainText(text),
        isError: false,
      })),
    [failure],
  )
  return (
    <section aria-label="Log tail" className="flex min-h-52 flex-1 flex-col gap-2 px-4 py-3.5">
      <div className="flex items-center gap-1">
        <h2>Log tail</h2>
        <span className="ml-auto flex gap-1">
          {isGoingOn && (
            <Button
              size="small"
              aria-pressed={isFollowing}
              kind={isFollowing ? 'default' : 'ghost'}
              icon={<ArrowDownToLine size={14} aria-hidden />}
              onClick={() => setIsFollowing(!isFollowing)}
            >
              Follow
            </Button>
          )}
          {row.ref && (
            <Button
              kind="ghost"
              size="small"
              icon={<ScrollText size={14} aria-hidden />}
              onClick={() => row.ref && navigate(logsPath(row.ref.stack, row.ref.service))}
            >
              Open in Logs
            </Button>
          )}
        </span>
      </div>
      {isGoingOn ? (
        <Tail
          key={`${row.key} ${container ?? ''}`}
          dir={dir}
          sinceMs={story.view.startedAtMs}
          target={row.key}
          isFollowing={isFollowing}
        />
      ) : kept.length > 0 ? (
        <LogLines lines={kept} dropped={0} isFollowing={false} />
      ) : (
        <p className="text-12 text-ink-3">The run keeps only the last lines of what failed.</p>
      )}
    </section>
  )
}

function Tail({
  dir,
  sinceMs,
  target,
  isFollowing,
}: {
  readonly dir: string
  readonly sinceMs: number
  readonly target: string
  readonly isFollowing: boolean
}) {
  const { lines, dropped, problem } = useLogTail(dir, target, sinceMs)
  if (problem !== null) return <p className="text-12 text-ink-3">{problem}</p>
  if (lines.length === 0) return <p className="text-12 text-ink-3">It has not written anything yet.</p>
  return <LogLines lines={lines} dropped={dropped} isFollowing={isFollowing} />
}
