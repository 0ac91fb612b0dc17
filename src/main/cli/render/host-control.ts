import { formatCommand, formatDuration, formatMoment } from '../../../shared/format.ts'
import type { AuditEntry, HostActionPreview, Lease } from '../../../shared/host.ts'
import { line, span, type Line } from './line.ts'
import { alignColumns } from './table.ts'

/** What an action would do, what may go wrong, and how it goes back. */
export function renderPreview({ does, risks, undo, command }: HostActionPreview): Line[] {
  if (does.length === 0) return [line('There is nothing to give back.', 'quiet')]
  return [
    ...does.map((sentence) => line(sentence)),
    ...risks.map((sentence) => line(`But: ${sentence}`, 'warning')),
    ...(undo === null ? [] : [line(`Back with: ${undo}`, 'quiet')]),
    line(`$ ${formatCommand(command)}`, 'quiet'),
  ]
}

/** Who holds what, since when, until when, and what it goes back to. */
export function renderLeases(leases: readonly Lease[], nowMs: number): Line[] {
  if (leases.length === 0) return [line('Nobody holds anything of the host.')]
  return leases.flatMap((lease) => [
    [
      span(lease.id, 'strong'),
      span(`  ${lease.label || 'by hand'}, by ${lease.user} (${lease.door}), for `),
      span(formatDuration(Math.max(0, nowMs - Date.parse(lease.since)))),
      span(
        lease.until === null ? '' : `, at the latest until ${formatMoment(Date.parse(lease.until), nowMs)}`,
      ),
    ],
    ...lease.changes.map(({ now, goesBackTo }) => line(`  ${now}; goes back to: ${goesBackTo}`)),
    ...(lease.pending === null
      ? []
      : [
          line(
            `  restore pending: ${lease.pending.reason}; tried ${lease.pending.attempts} times`,
            'warning',
          ),
        ]),
  ])
}

export function renderAudit(entries: readonly AuditEntry[], nowMs: number): Line[] {
  if (entries.length === 0) return [line('Nothing was ever done to the host by Switchyard.')]
  return alignColumns(
    entries.map((entry) => [
      line(formatMoment(Date.parse(entry.at), nowMs), 'quiet'),
      line(entry.action),
      line(entry.target),
      line(entry.result, entry.result === 'done' ? 'quiet' : 'warning'),
      line([entry.user, entry.door].filter(Boolean).join(', '), 'quiet'),
      line(entry.label),
      line(entry.message ?? changeOf(entry), 'quiet'),
    ]),
  )
}

function changeOf({ before, after }: AuditEntry): string {
  return before === null && after === null ? '' : `${before ?? ''} → ${after ?? ''}`
}
