import type { AuditEntry } from '../../shared/host.ts'
import type { Mark } from '../../shared/record.ts'
import type { Span } from './model.ts'

/**
 * Host leases from the helper's audit log, latest entry first: from when to when each was held within the
 * range. Pure.
 */
export function leaseMarks(entries: readonly AuditEntry[], { fromMs, toMs }: Span): readonly Mark[] {
  const ends = new Map<string, number>()
  const marks: Mark[] = []
  for (const { action, target, at, label, run } of entries) {
    const atMs = Date.parse(at)
    if (action === 'lease released') ends.set(target, atMs)
    if (action !== 'lease taken') continue
    const untilMs = ends.get(target) ?? null
    if (atMs >= toMs || (untilMs ?? atMs) < fromMs) continue
    const [stack, service] = label.split('/')
    const isOfService = stack !== undefined && service !== undefined
    marks.push({
      atMs,
      untilMs,
      kind: 'lease',
      tone: 'plain',
      text: label === '' ? 'The host was changed by hand' : `The host was prepared for ${label}`,
      stack: isOfService ? stack : null,
      service: isOfService ? service : null,
      runId: run === '' ? null : run,
    })
  }
  return marks
}
