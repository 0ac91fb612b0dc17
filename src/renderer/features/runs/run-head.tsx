import { ChevronRight, RotateCw, X } from 'lucide-react'
import { Link } from 'wouter'
import type { LabView } from '../../../shared/lab.ts'
import { formatMoment } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Pill } from '../../ui/pill.tsx'
import { describeDetails, shortId } from './titles.ts'
import { LiveFigures, PastFigures } from './run-figures.tsx'
import { useRunAgain } from './use-run-again.ts'
import type { RunPicture } from './use-run-picture.ts'
import type { RunMode } from './use-story.ts'
import { pillOf } from './run-pill.ts'

/** What run this is, how far it is, and what can be done with it. */
export function RunHead({
  view,
  title,
  mode,
  nowMs,
  picture,
  lab,
}: {
  readonly view: RunView
  readonly title: string
  readonly mode: RunMode
  readonly nowMs: number
  readonly picture: RunPicture
  readonly lab: LabView | null
}) {
  const pill = pillOf(view, mode, picture)
  const isGoingOn = mode === 'live' || mode === 'elsewhere'
  const share = shareOf(picture, nowMs)
  const percent = Math.round(Math.min(share, 1) * 1000) / 10
  return (
    <header className="relative flex min-h-[76px] shrink-0 flex-wrap items-center gap-x-10 gap-y-1 px-5 py-2 max-[1240px]:gap-x-5 max-[1240px]:px-3.5">
      <div className="grid min-w-0 gap-1">
        <p className="flex items-center gap-1.5 text-12 text-ink-3">
          <Link href="/runs" className="hover:text-ink hover:underline">
            Runs
          </Link>
          <ChevronRight size={12} aria-hidden />
          <span className="numeric" title={view.id}>
            #{shortId(view.id)}
          </span>
          <StartedAt atMs={view.startedAtMs} />
          {view.schedule !== undefined && <span>by schedule {view.schedule}</span>}
        </p>
        <div className="flex min-w-0 items-center gap-2.5">
          <h1 className="truncate">{title}</h1>
          <Pill state={pill.state}>{pill.words}</Pill>
        </div>
      </div>
      {isGoingOn ? (
        <LiveFigures view={view} picture={picture} />
      ) : (
        <PastFigures view={view} nowMs={nowMs} picture={picture} />
      )}
      <Actions view={view} title={title} mode={mode} lab={lab} />
      <div
        role="progressbar"
        aria-label="Progress of the run"
        aria-valuenow={Math.round(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="absolute inset-x-0 bottom-0 h-[3px] bg-line"
      >
        <div
          className={`h-full ${barColours[mode === 'finished' ? (view.finished?.outcome ?? 'failed') : mode]}`}
          style={{ width: `${isGoingOn ? percent : 100}%` }}
        />
      </div>
    </header>
  )
}

const barColours = {
  live: 'bg-loading',
  elsewhere: 'bg-loading',
  broken: 'bg-stopped',
  succeeded: 'bg-ready',
  failed: 'bg-failed',
  cancelled: 'bg-stopped',
} as const

/** By time where the rest is known, otherwise by services. */
function shareOf({ leftMs, settled, total }: RunPicture, nowMs: number): number {
  if (leftMs !== null && leftMs > 0) return nowMs / (nowMs + leftMs)
  return total === 0 ? 0 : settled / total
}

function StartedAt({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(60_000)
  return <span className="ml-1.5">{formatMoment(atMs, nowMs)}</span>
}

function Actions({
  view,
  title,
  mode,
  lab,
}: {
  readonly view: RunView
  readonly title: string
  readonly mode: RunMode
  readonly lab: LabView | null
}) {
  const { cancel } = useRunActions()
  const { runAgain, isAsked } = useRunAgain(view.plan, lab)
  if (mode === 'live') {
    return (
      <div className="ml-auto flex items-center gap-2.5">
        <span className="text-12 text-ink-3 max-[1140px]:hidden">what is up stays up</span>
        <Button
          kind="danger"
          icon={<X size={16} aria-hidden />}
          title="What is up stays up"
          onClick={() => cancel(view.id)}
        >
          Cancel
        </Button>
      </div>
    )
  }
  if (mode === 'elsewhere') {
    return (
      <p className="ml-auto max-w-64 text-right text-12 text-ink-3">
        started from the terminal; cancel it there with Ctrl C, what is up stays up
      </p>
    )
  }
  return (
    <div className="ml-auto flex items-center gap-2">
      <CopyButton text={describeDetails(view, title, view.startedAtMs)} label="Copy details" />
      <Button isBusy={isAsked} icon={<RotateCw size={16} aria-hidden />} onClick={runAgain}>
        Run again
      </Button>
    </div>
  )
}
