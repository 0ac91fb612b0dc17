import { History as RestoreIcon, Lock } from 'lucide-react'
import { Link } from 'wouter'
import { formatBytes, formatDuration, formatMoment } from '../../../shared/format.ts'
import type { HostAction, Lease } from '../../../shared/host.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Meter, Panel } from '../../ui/surface.tsx'

/** Every change of the host that somebody holds: who, since when, what goes back to what, and until when. */
export function LeaseCards({
  leases,
  onAsk,
}: {
  readonly leases: readonly Lease[]
  readonly onAsk: (action: HostAction) => void
}) {
  if (leases.length === 0) {
    return (
      <Panel title="Heavy load">
        <p className="px-3 pb-3 text-12 text-ink-3">
          Nothing holds the host. A run that needs it, as a recipe says, is shown here while it does.
        </p>
      </Panel>
    )
  }
  return leases.map((lease) => <LeaseCard key={lease.id} lease={lease} onAsk={onAsk} />)
}

function LeaseCard({
  lease,
  onAsk,
}: {
  readonly lease: Lease
  readonly onAsk: (action: HostAction) => void
}) {
  const nowMs = useNow(1000)
  const { kind, phase, since, until, changes, pending, label } = lease
  const sinceMs = Date.parse(since)
  const isGoing = phase === 'restoring' || phase === 'pending'
  return (
    <Panel
      title={kind === 'hand' ? 'Changed by hand' : 'Heavy load'}
      className="border-line-control!"
      end={
        <span className="inline-flex h-[22px] items-center gap-1.5 rounded-full bg-raised px-2 text-12 text-ink">
          {phase === 'pending' ? (
            <Signal state="warning" label={null} size={13} />
          ) : (
            <Lock size={13} aria-hidden />
          )}
          {phaseWords[phase]} <span className="numeric">{formatDuration(Math.max(0, nowMs - sinceMs))}</span>
        </span>
      }
    >
      <div className="grid gap-2.5 px-3 pb-3">
        <p className="text-12 text-ink-2">
          <Holder lease={lease} /> since{' '}
          <span className="numeric text-ink">{formatMoment(sinceMs, nowMs)}</span>
          {lease.user === '' ? '' : `, ${lease.user}`}
          {lease.door === '' ? '' : ` (${lease.door})`}.
        </p>
        {changes.length > 0 && <Changes changes={changes} />}
        {pending !== null && <Pending lease={lease} pending={pending} nowMs={nowMs} />}
        <p className="text-12 text-ink-3">
          {endWords(kind, until === null ? null : Date.parse(until), nowMs)}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            icon={<RestoreIcon size={16} aria-hidden />}
            onClick={() => onAsk({ kind: 'restore', lease: lease.id })}
          >
            {phase === 'pending' ? 'Try again now' : 'Restore now'}
          </Button>
          {phase === 'pending' && (
            <Button kind="ghost" onClick={() => onAsk({ kind: 'keep', lease: lease.id })}>
              Keep
            </Button>
          )}
          {kind === 'run' && !isGoing && label !== '' && (
            <span className="flex min-w-0 items-center gap-1.5 text-12 text-ink-2">
              <Signal state="warning" label="caution" size={14} />
              <span className="min-w-0 break-words">{label} may run out of memory while it loads</span>
            </span>
          )}
        </div>
      </div>
    </Panel>
  )
}

const phaseWords: Readonly<Record<Lease['phase'], string>> = {
  taking: 'being prepared',
  held: 'held',
  restoring: 'giving back',
  pending: 'restore pending',
}

function Holder({ lease: { kind, run, label } }: { readonly lease: Lease }) {
  if (run === '') return kind === 'hand' ? 'By hand' : `Held for ${label}`
  return (
    <>
      Held by{' '}
      <Link href={runPath(run)} className="underline decoration-line-strong underline-offset-3">
        a run
      </Link>{' '}
      for <span className="text-ink">{label}</span>
    </>
  )
}

function endWords(kind: Lease['kind'], untilMs: number | null, nowMs: number): string {
  if (kind === 'hand') return 'Stays until you take it back, or the machine restarts.'
  const latest = untilMs === null ? '' : `, at the latest at ${formatMoment(untilMs, nowMs)}`
  return `Restores by itself when the service is ready, the run fails or is cancelled${latest}.`
}

function Changes({ changes }: { readonly changes: Lease['changes'] }) {
  return (
    <table className="w-full text-12">
      <thead>
        <tr className="text-left text-ink-3">
          <th className="h-6 font-normal">Now</th>
          <th className="h-6 pl-3 font-normal">Goes back to</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ part, now, goesBackTo }) => (
          <tr key={`${part} ${now}`} className="border-t border-line align-top">
            <td className="py-1">{now}</td>
            <td className="py-1 pl-3">
              <RestoreIcon size={13} aria-hidden className="mr-1.5 inline-block align-[-2px] text-ink-3" />
              {goesBackTo}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Why it could not be given back yet, how far the memory is from what it needs, and how often it was tried. */
function Pending({
  lease,
  pending,
  nowMs,
}: {
  readonly lease: Lease
  readonly pending: NonNullable<Lease['pending']>
  readonly nowMs: number
}) {
  const { reason, usedBytes, neededBytes, availableBytes, since, attempts } = pending
  return (
    <div role="status" className="grid gap-1.5 rounded-6 border border-line bg-well p-2.5 text-12">
      <p className="flex gap-1.5">
        <Signal state="warning" label="pending" size={14} />
        <span className="min-w-0 break-words">{reason}</span>
      </p>
      {neededBytes > 0 && (
        <div className="flex items-center gap-2">
          <Meter share={availableBytes / neededBytes} label={`Memory for giving back ${lease.id}`} />
        </div>
      )}
      <p className="text-ink-3">
        {formatBytes(usedBytes)} still in swap; {formatBytes(neededBytes)} of memory needed,{' '}
        {formatBytes(availableBytes)} available. Tried {attempts === 1 ? 'once' : `${attempts} times`} since{' '}
        <span className="numeric">{formatMoment(Date.parse(since), nowMs)}</span>; it is tried again by
        itself.
      </p>
    </div>
  )
}
