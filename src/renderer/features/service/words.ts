import type { ServiceDetail } from '../../../shared/detail.ts'
import { formatDuration, formatMoment } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import type { ServiceStatus } from '../../../shared/status.ts'

type Told = Pick<
  ServiceStatus,
  'readiness' | 'detail' | 'startedAt' | 'finishedAt' | 'usualMs' | 'exitCode' | 'state'
>

/** What stands beside the state's word: since when, how long it took, why. Empty when there is nothing to add. */
export function describeState(service: Told, starts: ServiceDetail['starts'], nowMs: number): string {
  const { readiness, detail, startedAt, finishedAt, usualMs, exitCode } = service
  const startedAtMs = startedAt === null ? null : Date.parse(startedAt)
  switch (readiness) {
    case 'ready': {
      if (startedAtMs === null) return ''
      const start = startOf(starts, startedAtMs)
      const readyAtMs = startedAtMs + (start?.elapsedMs ?? 0)
      const took = start ? `, started in ${formatDuration(start.elapsedMs)}` : ''
      return `for ${formatDuration(nowMs - readyAtMs)}${took}`
    }
    case 'starting':
    case 'loading':
      return join([
        startedAtMs === null ? null : `for ${formatDuration(nowMs - startedAtMs)}`,
        usualMs === null ? null : `usually ${formatDuration(usualMs)}`,
        detail,
      ])
    case 'stopped':
      return finishedAt === null
        ? (detail ?? '')
        : join([`since ${formatMoment(Date.parse(finishedAt), nowMs)}`, exitWords(exitCode)])
    case 'done':
      return finishedAt === null || startedAtMs === null
        ? ''
        : `in ${formatDuration(Date.parse(finishedAt) - startedAtMs)}, ${formatMoment(Date.parse(finishedAt), nowMs)}`
    case 'failed':
    case 'waiting':
    case 'created':
      return detail ?? ''
  }
}

/** The start of what runs now: a start is written down when its run ends, so after the container began. */
function startOf(
  starts: ServiceDetail['starts'],
  startedAtMs: number,
): ServiceDetail['starts'][number] | null {
  const [latest] = starts
  return latest && Date.parse(latest.at) >= startedAtMs ? latest : null
}

/** Whether what stands there grows older by itself. */
export function isTimed({ readiness, startedAt }: Told): boolean {
  return startedAt !== null && ['ready', 'starting', 'loading'].includes(readiness)
}

/** `ready`, `done, goes on without it`: what a service waits for in another. */
export function describeGate({ condition, required }: Pick<Gate, 'condition' | 'required'>): string {
  const word = condition === 'completed' ? 'done' : condition
  return required ? word : `${word}, goes on without it`
}

/** What one service waits for: gates that were asked for, and, by stack, those that only the order of folders makes. */
export function arrangeNeeds(needs: readonly Gate[]): {
  readonly asked: readonly Gate[]
  readonly byOrder: readonly { readonly stack: string; readonly count: number }[]
} {
  const stacks = Map.groupBy(
    needs.filter(({ from }) => from === 'layout'),
    ({ on }) => on.stack,
  )
  return {
    asked: needs.filter(({ from }) => from !== 'layout'),
    byOrder: [...stacks].map(([stack, gates]) => ({ stack, count: gates.length })),
  }
}

/** `312 MiB`: three significant digits, at most one decimal. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const text = unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1)
  return `${text}\u00a0${units[unit] ?? 'B'}`
}

function exitWords(exitCode: number | null): string | null {
  return exitCode === null ? null : `exit ${exitCode}`
}

function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ')
}
