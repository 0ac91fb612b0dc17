import type { Lease } from '../host.ts'
import { item } from './items.ts'
import type { TrayItem } from './model.ts'
import { cleanLabel, coarseDuration } from './words.ts'

/** Who holds the host, and the way to give it back; none while nobody does. */
export function leaseItems(leases: readonly Lease[], nowMs: number): TrayItem[] {
  if (leases.length === 0) return []
  return [
    ...leases.map((lease) => item(cleanLabel(`Heavy load: ${leaseWords(lease, nowMs)}`), null)),
    item('Restore now…', { type: 'restore' }),
  ]
}

function leaseWords({ phase, kind, run, since, pending }: Lease, nowMs: number): string {
  if (phase === 'pending') return `cannot be given back yet${pending ? `, ${pending.reason}` : ''}`
  if (phase === 'restoring') return 'being given back'
  if (phase === 'taking') return 'the host is being prepared'
  const holder = kind === 'hand' ? 'by hand' : run === '' ? '' : `by run ${run.slice(0, 8)}`
  return `held${holder === '' ? '' : ` ${holder}`} for ${coarseDuration(nowMs - Date.parse(since))}`
}
