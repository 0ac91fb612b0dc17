import { formatDuration } from '../../../shared/format.ts'
import { useNow } from '../../bridge/use-now.ts'
import { percentOf, type Tick } from './time-scale.ts'

/** Times along the top: ticks, now, and when it is usually done. */
export function Axis({
  ticks,
  domainMs,
  usualEndMs,
  startedAtMs,
  isGoingOn,
}: {
  readonly ticks: readonly Tick[]
  readonly domainMs: number
  readonly usualEndMs: number | null
  readonly startedAtMs: number
  readonly isGoingOn: boolean
}) {
  return (
    <div
      aria-hidden
      className="sticky top-0 z-5 grid h-[23px] grid-cols-[var(--label)_minmax(0,1fr)] border-b border-line bg-canvas"
    >
      <span className="sticky left-0 z-3 bg-canvas" />
      <div className="numeric relative text-11 text-ink-3">
        {ticks.map(({ atMs, label }) => (
          <span
            key={atMs}
            className={`absolute top-0.5 whitespace-nowrap ${atMs === 0 ? '' : '-translate-x-1/2'}`}
            style={{ left: `${percentOf(atMs, domainMs)}%` }}
          >
            {label}
          </span>
        ))}
        {usualEndMs !== null && (
          <span
            className="absolute top-0.5 -translate-x-1/2 rounded-[3px] border border-dashed border-line-control bg-canvas px-[5px] leading-[14px] whitespace-nowrap text-ink"
            style={{ left: `clamp(56px, ${percentOf(usualEndMs, domainMs)}%, calc(100% - 56px))` }}
          >
            usually {formatDuration(usualEndMs)}
          </span>
        )}
        {isGoingOn && <NowTag startedAtMs={startedAtMs} />}
      </div>
    </div>
  )
}

function NowTag({ startedAtMs }: { readonly startedAtMs: number }) {
  const nowMs = useNow(250)
  return (
    // Its margin hides the ticks that it would cut in two.
    <span
      className="absolute top-0.5 z-1 -translate-x-1/2 bg-canvas px-4"
      style={{ left: 'clamp(36px, var(--now), calc(100% - 36px))' }}
    >
      <span className="block rounded-[3px] bg-ink px-[5px] whitespace-nowrap text-ink-inverse">
        now {formatDuration(nowMs - startedAtMs)}
      </span>
    </span>
  )
}
