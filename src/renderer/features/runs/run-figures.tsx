import type { ReactNode } from 'react'
import { formatDuration } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'
import { goalTitle } from '../../../shared/run-words.ts'
import { useNow } from '../../bridge/use-now.ts'
import { compareToUsual } from './titles.ts'
import type { RunPicture } from './use-run-picture.ts'

/** Elapsed, left, usually and ready, while the run goes on. */
export function LiveFigures({ view, picture }: { readonly view: RunView; readonly picture: RunPicture }) {
  const elapsedMs = Math.max(useNow(250) - view.startedAtMs, 0)
  const { leftMs } = picture
  const { expectedMs } = view.plan
  return (
    <Figures>
      <Figure name="Elapsed">{formatDuration(elapsedMs)}</Figure>
      {leftMs !== null && leftMs > 0 && (
        <Figure name="Left" title="about, from the usual times">
          {formatDuration(leftMs)}
        </Figure>
      )}
      {leftMs !== null && leftMs <= 0 && expectedMs !== null && (
        <Figure name="Over the usual" isWarning>
          {formatDuration(Math.max(elapsedMs - expectedMs, 0))}
        </Figure>
      )}
      {expectedMs !== null && (
        <Figure name="Usually" isSoft>
          {formatDuration(expectedMs)}
        </Figure>
      )}
      <Count view={view} picture={picture} />
    </Figures>
  )
}

/** Duration against the usual one, and how much of it was reached. */
export function PastFigures({
  view,
  nowMs,
  picture,
}: {
  readonly view: RunView
  readonly nowMs: number
  readonly picture: RunPicture
}) {
  const elapsedMs = view.finished?.elapsedMs ?? nowMs
  const { expectedMs } = view.plan
  const comparison = view.finished?.outcome === 'succeeded' ? compareToUsual(elapsedMs, expectedMs) : null
  return (
    <Figures>
      <Figure name={view.finished ? 'Took' : 'Seen for'}>{formatDuration(elapsedMs)}</Figure>
      {expectedMs !== null && (
        <Figure name="Usually" isSoft {...(comparison === null ? {} : { title: comparison })}>
          {formatDuration(expectedMs)}
        </Figure>
      )}
      <Count view={view} picture={picture} />
    </Figures>
  )
}

function Count({ view, picture }: { readonly view: RunView; readonly picture: RunPicture }) {
  if (picture.total === 0) return null
  return (
    <Figure name={goalTitle(view.plan.kind)}>
      {picture.settled}
      <span className="text-13 font-normal text-ink-3"> of {picture.total}</span>
    </Figure>
  )
}

function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className="flex gap-8 max-[1240px]:gap-5">{children}</dl>
}

function Figure({
  name,
  children,
  title,
  isSoft = false,
  isWarning = false,
}: {
  readonly name: string
  readonly children: ReactNode
  readonly title?: string
  readonly isSoft?: boolean
  readonly isWarning?: boolean
}) {
  return (
    <div className="grid gap-0.5" title={title}>
      <dt className="text-12 whitespace-nowrap text-ink-3">{name}</dt>
      <dd
        className={`numeric text-18 font-medium whitespace-nowrap ${isWarning ? 'text-loading-ink' : isSoft ? 'text-ink-2' : ''}`}
      >
        {children}
      </dd>
    </div>
  )
}
