import { z } from 'zod'
import { formatBytes } from '../../../shared/format.ts'
import type { Lease } from '../../../shared/host.ts'

/** The helper's journal, as far as the app shows it. Source: resources/host/journal.py. */
const journalSchema = z.object({
  version: z.literal(1),
  leases: z.record(
    z.string(),
    z.object({
      id: z.string(),
      kind: z.enum(['run', 'hand']),
      user: z.string(),
      door: z.string(),
      run: z.string(),
      label: z.string(),
      sinceMs: z.number(),
      limitS: z.number().nullable(),
      phase: z.enum(['taking', 'held', 'restoring', 'pending']),
      pending: z
        .object({
          reason: z.string(),
          usedBytes: z.number(),
          neededBytes: z.number(),
          availableBytes: z.number(),
          sinceMs: z.number(),
          attempts: z.number().int(),
        })
        .nullable(),
    }),
  ),
  swaps: z.record(
    z.string(),
    z.object({ place: z.string(), bytes: z.number(), state: z.string(), leases: z.array(z.string()) }),
  ),
  guards: z.record(z.string(), z.object({ method: z.string(), leases: z.array(z.string()) })),
})

/** Leases, oldest first. Throws when the text is no journal of this version. */
export function parseJournal(text: string): readonly Lease[] {
  const { leases, swaps, guards } = journalSchema.parse(JSON.parse(text))
  return Object.values(leases)
    .toSorted((a, b) => a.sinceMs - b.sinceMs)
    .map(({ sinceMs, limitS, pending, ...lease }) => {
      const isOther = (holders: readonly string[]) => holders.some((id) => id !== lease.id)
      const ownSwaps = Object.values(swaps).filter((swap) => swap.leases.includes(lease.id))
      const ownGuards = Object.entries(guards).filter(([, guard]) => guard.leases.includes(lease.id))
      return {
        ...lease,
        since: new Date(sinceMs).toISOString(),
        until:
          lease.kind === 'hand' || limitS === null ? null : new Date(sinceMs + limitS * 1000).toISOString(),
        pending: pending && { ...pending, since: new Date(pending.sinceMs).toISOString() },
        changes: [
          ...ownSwaps.map((swap) => ({
            part: 'swap' as const,
            now: `${formatBytes(swap.bytes)} of swap on`,
            goesBackTo: isOther(swap.leases) ? 'stays for another lease' : 'off, and its file is removed',
          })),
          ...ownGuards.map(([name, guard]) => ({
            part: 'guards' as const,
            now: `${name} paused`,
            goesBackTo: isOther(guard.leases) ? 'stays for another lease' : 'active',
          })),
        ],
      }
    })
}
