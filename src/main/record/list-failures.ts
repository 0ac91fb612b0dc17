import type { Happening, HealthRecord } from '../../shared/record.ts'

type Failure = HealthRecord['failures'][number]

const mostFailures = 100

/** What went wrong by itself since then, newest first. Pure. */
export function findFailures(
  happenings: readonly Happening[],
  sinceMs: number,
): Pick<HealthRecord, 'failures' | 'failuresLeftOut'> {
  const all: Failure[] = []
  for (const own of Map.groupBy(happenings, ({ containerId }) => containerId).values()) {
    for (const [index, each] of own.entries()) {
      const failure = each.atMs < sinceMs ? null : failureOf(each, own.slice(index + 1))
      if (failure) all.push(failure)
    }
  }
  all.sort((a, b) => b.atMs - a.atMs)
  const failures = all.slice(0, mostFailures)
  return { failures, failuresLeftOut: all.length - failures.length }
}

function failureOf({ atMs, what }: Happening, after: readonly Happening[]): Failure | null {
  const base = { atMs, untilMs: null, exitCode: null, isOutOfMemory: false, output: null, durationMs: null }
  switch (what.kind) {
    case 'unhealthy': {
      const untilMs =
        after.find((next) => ['healthy', 'exited', 'started'].includes(next.what.kind))?.atMs ?? null
      return { ...base, kind: 'unhealthy', untilMs, output: what.output, durationMs: what.durationMs }
    }
    case 'exited': {
      if (what.cause !== 'itself' || what.exitCode === 0) return null
      const untilMs = after.find((next) => next.what.kind === 'started')?.atMs ?? null
      const { exitCode, isOutOfMemory } = what
      return { ...base, kind: 'exited', untilMs, exitCode, isOutOfMemory }
    }
    case 'oom-kill': {
      // When that ended the container, its exit says so.
      const end = after.find((next) => next.what.kind === 'exited')
      const isSame = end?.what.kind === 'exited' && end.what.isOutOfMemory && end.atMs - atMs < 10_000
      return isSame ? null : { ...base, kind: 'oom-kill', isOutOfMemory: true }
    }
    case 'started':
    case 'healthy':
    case 'dismissed':
    case 'found':
    case 'healed':
      return null
  }
}
