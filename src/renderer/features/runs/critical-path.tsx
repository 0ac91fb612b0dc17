import { useNow } from '../../bridge/use-now.ts'
import type { Line } from './groups.ts'
import { drawCriticalPath } from './path-lines.ts'
import type { Schedule } from './schedule.ts'

/** The critical path over the rows: ink where it has been, dashed where it is expected. */
export function CriticalPath({
  path,
  names,
  schedule,
  lines,
  domainMs,
  startedAtMs,
  isGoingOn,
}: {
  readonly path: readonly string[]
  readonly names: readonly string[]
  readonly schedule: Schedule
  readonly lines: readonly Line[]
  readonly domainMs: number
  readonly startedAtMs: number
  readonly isGoingOn: boolean
}) {
  const clockMs = useNow(isGoingOn ? 500 : 3_600_000)
  const nowMs = isGoingOn ? clockMs - startedAtMs : domainMs
  const last = lines.at(-1)
  const heightPx = last ? last.topPx + last.heightPx : 0
  if (names.length === 0) return null
  return (
    <svg
      role="img"
      aria-label={`Critical path: ${names.join(', ')}`}
      viewBox={`0 0 ${domainMs} ${Math.max(heightPx, 1)}`}
      preserveAspectRatio="none"
      className="pointer-events-none absolute top-0 right-0 left-(--label) z-2 overflow-hidden"
      style={{ height: heightPx, width: 'calc(100% - var(--label))' }}
    >
      {drawCriticalPath(path, schedule, lines, nowMs).map(({ fromMs, toMs, fromPx, toPx, isExpected }) => (
        <path
          key={`${fromMs} ${fromPx} ${toMs} ${toPx}`}
          d={`M${fromMs} ${fromPx}L${toMs} ${toPx}`}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
          strokeDasharray={isExpected ? '3 3' : undefined}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
