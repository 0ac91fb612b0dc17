import { z } from 'zod'

const part = z.enum(['swap', 'guards', 'cache'])

/** What the helper prints while it holds a lease, one JSON object a line. Source: resources/host/lease.py. */
const leaseEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('step'),
    step: part,
    state: z.enum(['doing', 'done', 'skipped', 'failed', 'restoring', 'restored']),
    detail: z.string().nullish(),
    elapsedMs: z.number().nullish(),
  }),
  z.object({ event: z.literal('held') }),
  z.object({ event: z.literal('refused'), message: z.string(), code: z.number() }),
  z.object({
    event: z.literal('pending'),
    reason: z.string(),
    usedBytes: z.number(),
    neededBytes: z.number(),
    availableBytes: z.number(),
  }),
  z.object({ event: z.literal('progress'), usedBytes: z.number(), totalBytes: z.number() }),
  z.object({
    event: z.literal('released'),
    outcome: z.enum(['restored', 'pending', 'kept']),
    reason: z.string(),
  }),
])
export type LeaseEvent = Readonly<z.infer<typeof leaseEventSchema>>

/** Null for a line that is none of them: a newer helper may say more. */
export function parseLeaseEvent(line: string): LeaseEvent | null {
  try {
    return leaseEventSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
