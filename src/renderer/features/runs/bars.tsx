import { Signal } from '../../ui/signal.tsx'
import { signalOfRow } from './describe.ts'
import type { Phase, PhaseKind, Row } from './rows.ts'
import { percentOf } from './time-scale.ts'

/** What is expected of a row, in milliseconds since the run began; `fromMs` is null for "from now on". */
export interface Expected {
  readonly fromMs: number | null
  readonly toMs: number
}

const looks: Record<PhaseKind, string> = {
  create: 'border border-line-control',
  start: 'bg-[repeating-linear-gradient(135deg,var(--ink-3)_0_1.5px,transparent_1.5px_4px)]',
  stop: 'bg-[repeating-linear-gradient(135deg,var(--ink-3)_0_1.5px,transparent_1.5px_4px)]',
  loading: 'bg-[color-mix(in_oklab,var(--signal-loading)_50%,var(--canvas))]',
  ready: 'bg-[color-mix(in_oklab,var(--signal-ready)_55%,var(--canvas))]',
  held: 'min-w-[5px] rounded-full bg-ink-3',
}

/** The phases of a row. What goes on ends at `--now`, which moves without drawing the rows again. */
export function Bars({
  row,
  expected,
  domainMs,
  isTall,
}: {
  readonly row: Row
  readonly expected: Expected | null
  readonly domainMs: number
  readonly isTall: boolean
}) {
  const mark = markOf(row)
  return (
    <>
      {row.phases.map((phase) => (
        <Bar key={`${phase.kind}${phase.fromMs}`} phase={phase} domainMs={domainMs} isTall={isTall} />
      ))}
      {expected && (
        <i
          className={`absolute top-1/2 min-w-[3px] rounded-2 border border-dashed border-line-control ${isTall ? '-mt-2 h-4' : '-mt-1 h-2'}`}
          style={{
            left: expected.fromMs === null ? 'var(--now)' : `${percentOf(expected.fromMs, domainMs)}%`,
            right: `${100 - percentOf(expected.toMs, domainMs)}%`,
          }}
        />
      )}
      {mark !== null && row.endMs !== null && (
        <span
          className="absolute top-1/2 z-1 -translate-1/2 rounded-full bg-(--row)"
          style={{ left: `${percentOf(row.endMs, domainMs)}%` }}
        >
          <Signal state={mark} label={null} size={12} />
        </span>
      )}
      {row.phases[0]?.kind === 'held' && row.detail !== null && row.state !== 'failed' && (
        <HeldWords text={row.detail} fromMs={row.phases[0].fromMs} domainMs={domainMs} />
      )}
      {(row.state === 'failed' || row.state === 'not started') && <Reason row={row} domainMs={domainMs} />}
    </>
  )
}

function Bar({
  phase,
  domainMs,
  isTall,
}: {
  readonly phase: Phase
  readonly domainMs: number
  readonly isTall: boolean
}) {
  const { kind, fromMs, toMs } = phase
  const isNow = toMs === null
  const shape =
    kind === 'ready'
      ? '-mt-px h-0.5'
      : kind === 'held'
        ? '-mt-[2px] h-1'
        : `min-w-[3px] ${isTall ? '-mt-2 h-4 rounded-[3px]' : '-mt-1 h-2 rounded-[1.5px]'}`
  return (
    <i
      className={`@container absolute top-1/2 overflow-hidden ${shape} ${kind === 'loading' && isNow ? 'bg-loading' : looks[kind]}`}
      style={{
        left: `${percentOf(fromMs, domainMs)}%`,
        right: isNow ? 'calc(100% - var(--now))' : `${100 - percentOf(toMs, domainMs)}%`,
      }}
    >
      {isTall && isNow && kind === 'loading' && (
        <span className="hidden pl-1.5 @min-[56px]:block text-11 leading-4 font-semibold whitespace-nowrap text-[#0d1011] not-italic light:text-ink-inverse">
          loading
        </span>
      )}
    </i>
  )
}

/** What the host was changed to, on its line. */
function HeldWords({
  text,
  fromMs,
  domainMs,
}: {
  readonly text: string
  readonly fromMs: number
  readonly domainMs: number
}) {
  return (
    <span
      className="absolute top-1/2 z-1 ml-3 max-w-[60%] -translate-y-1/2 truncate bg-(--row) px-1 text-11 text-ink-3"
      style={{ left: `${Math.min(percentOf(fromMs, domainMs), 70)}%` }}
    >
      {text}
    </span>
  )
}

function Reason({ row, domainMs }: { readonly row: Row; readonly domainMs: number }) {
  const text = row.state === 'failed' ? (row.detail ?? 'failed') : (row.detail ?? 'not started')
  const atMs = row.endMs ?? row.phases.at(-1)?.toMs ?? 0
  const percent = percentOf(atMs, domainMs)
  const isLate = percent > 75
  return (
    <span
      className={`absolute top-1/2 z-1 max-w-[60%] -translate-y-1/2 truncate bg-(--row) px-1 text-11 ${row.state === 'failed' ? 'text-failed-ink' : 'text-ink-3'}`}
      style={
        isLate
          ? { right: `calc(${100 - percent}% + 10px)` }
          : { left: `calc(${percent}% + ${percent === 0 ? 0 : 8}px)` }
      }
    >
      {text}
    </span>
  )
}

function markOf({ state, ref }: Row) {
  if (ref === null && state === 'done') return null
  return ['ready', 'done', 'failed', 'stopped', 'removed'].includes(state) ? signalOfRow(state) : null
}
