import { X } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { runPath } from '../../shared/page-paths.ts'
import { useRunActions } from '../actions/run-actions.tsx'
import { useLabPart } from '../bridge/use-bridge.tsx'
import { useRun, useRunRefresh } from '../bridge/use-run.tsx'
import { useNow } from '../bridge/use-now.ts'
import { formatCount, formatDuration } from '../../shared/format.ts'
import { runWords } from '../../shared/run-words.ts'
import { countSettled } from '../../shared/run-progress.ts'
import type { RunView } from '../../shared/run-view.ts'
import { Button } from '../ui/button.tsx'
import { Signal } from '../ui/signal.tsx'
import { Meter } from '../ui/surface.tsx'

/** The run that goes on, on every screen: how far, how long, how long still. */
export function RunStrip() {
  const runId = useLabPart(({ state }) => state?.runs.at(-1)?.id ?? null)
  const run = useRun(runId)
  const [location] = useLocation()
  useRunRefresh(runId, true)
  // The run's own screen says all of it.
  if (!run?.view || run.view.finished || location === runPath(run.view.id)) return null
  return <Strip view={run.view} />
}

function Strip({ view }: { readonly view: RunView }) {
  const nowMs = useNow(1000)
  const { cancel } = useRunActions()
  const elapsedMs = Math.max(nowMs - view.startedAtMs, 0)
  const { total, settled } = countSettled(view)
  const { expectedMs } = view.plan
  const leftMs = expectedMs === null ? null : expectedMs - elapsedMs
  return (
    <div className="flex items-center gap-3 border-b border-line bg-surface px-5 py-1.5 text-12">
      <Signal state="loading" label={null} size={14} />
      <Link href={runPath(view.id)} className="font-medium underline-offset-2 hover:underline">
        {runWords[view.plan.kind].doing}{' '}
        {view.plan.kind === 'build' ? 'images' : formatCount(view.plan.waves.flat().length, 'stack')}
      </Link>
      <span className="text-ink-2">
        <span className="numeric text-ink">{settled}</span> of <span className="numeric">{total}</span>
      </span>
      <div className="flex max-w-64 flex-1 items-center">
        <Meter share={total === 0 ? 0 : settled / total} label="Progress of the run" />
      </div>
      <span className="text-ink-2">
        <span className="numeric text-ink">{formatDuration(elapsedMs)}</span>
        {leftMs !== null && leftMs > 0 && (
          <>
            , about <span className="numeric">{formatDuration(leftMs)}</span> left
          </>
        )}
        {leftMs !== null && leftMs <= 0 && expectedMs !== null && (
          <>
            , usually <span className="numeric">{formatDuration(expectedMs)}</span>
          </>
        )}
      </span>
      <Button
        size="small"
        className="ml-auto"
        icon={<X size={14} aria-hidden />}
        title="What is up stays up"
        onClick={() => cancel(view.id)}
      >
        Cancel
      </Button>
    </div>
  )
}
