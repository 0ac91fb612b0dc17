import { Link } from 'wouter'
import { formatCount, formatDuration, formatMoment } from '../../shared/format.ts'
import type { Mark, MarksAnswer } from '../../shared/record.ts'
import { runPath, servicePath } from '../../shared/page-paths.ts'
import { useNow } from '../bridge/use-now.ts'
import { Signal, type SignalState } from '../ui/signal.tsx'

/** Everything that is marked on the graphs, in words, newest first. */
export function MarkList({ answer: { marks, leftOut, notice } }: { readonly answer: MarksAnswer }) {
  const nowMs = useNow(60_000)
  return (
    <section aria-label="What happened" className="mt-3 text-12">
      <h3 className="flex text-ink-3">
        What happened
        {leftOut > 0 && (
          <span className="ml-auto">{formatCount(leftOut, 'less important one')} left out</span>
        )}
      </h3>
      {notice !== null && <p className="mt-1 text-ink-3">{notice}</p>}
      {marks.length === 0 ? (
        <p className="mt-1 text-ink-3">Nothing in this time.</p>
      ) : (
        <div
          role="region"
          aria-label="Events in this time"
          tabIndex={0}
          className="mt-1 max-h-36 overflow-auto focus-visible:-outline-offset-2"
        >
          <ol>
            {marks.toReversed().map((mark, index) => (
              <li
                key={`${mark.atMs} ${index}`}
                className="grid min-h-6 grid-cols-[14px_72px_minmax(0,1fr)] items-center gap-x-2"
              >
                <Signal state={signals[mark.tone]} label={null} size={14} />
                <span className="numeric text-ink-3">{formatMoment(mark.atMs, nowMs)}</span>
                <MarkText mark={mark} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  )
}

const signals: Readonly<Record<Mark['tone'], SignalState>> = {
  failed: 'failed',
  warning: 'warning',
  ready: 'ready',
  plain: 'stopped',
}

function MarkText({ mark: { text, stack, service, runId, atMs, untilMs } }: { readonly mark: Mark }) {
  const words = untilMs === null ? text : `${text}, ${formatDuration(untilMs - atMs)}`
  const path =
    runId !== null
      ? runPath(runId)
      : stack !== null && service !== null
        ? servicePath({ stack, service })
        : null
  if (path === null) return <span className="min-w-0 break-words">{words}</span>
  return (
    <Link
      href={path}
      className="flex min-h-6 min-w-0 items-center break-words underline-offset-3 hover:underline"
    >
      {words}
    </Link>
  )
}
