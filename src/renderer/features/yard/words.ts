import { formatClock, formatDuration, formatMoment, formatReadiness } from '../../../shared/format.ts'
import type { ServiceStatus } from '../../../shared/status.ts'

type Told = Pick<
  ServiceStatus,
  'readiness' | 'readyBy' | 'detail' | 'startedAt' | 'finishedAt' | 'usualMs' | 'state'
>

/** Below this a row does not grow: it would be back before it was read. */
const worthALineMs = 3000

/** The word of a row: `loading 12s`, `waiting for db`, `stopped 13:05`. */
export function wordOf(service: Told, stack: string, nowMs: number): string {
  const { readiness, readyBy, detail, startedAt, finishedAt } = service
  switch (readiness) {
    case 'starting':
    case 'loading':
      return startedAt === null ? readiness : `${readiness} ${seconds(nowMs - Date.parse(startedAt))}`
    case 'waiting': {
      const cause = /^waits for (.+)$/.exec(detail ?? '')?.[1]
      // What needs a sentence has the line below.
      if (cause === undefined || cause.includes(': ')) return 'waiting'
      return `waiting for ${cause.startsWith(`${stack}/`) ? cause.slice(stack.length + 1) : cause}`
    }
    case 'stopped':
      return finishedAt === null ? 'stopped' : `stopped ${momentOf(Date.parse(finishedAt), nowMs)}`
    case 'done':
      if (startedAt === null || finishedAt === null) return 'done'
      return `done ${seconds(Date.parse(finishedAt) - Date.parse(startedAt))}`
    case 'ready':
    case 'created':
    case 'failed':
      return formatReadiness(readiness, readyBy)
  }
}

/** Whether the word, or the line below it, grows older by itself. */
export function isTimed({ readiness, startedAt }: Told): boolean {
  return startedAt !== null && (readiness === 'starting' || readiness === 'loading')
}

/** The second line of a row, for what is not as it should be. */
export interface SecondLine {
  readonly text: string
  /** What narrow rows leave out. */
  readonly more: string | null
  /** How far, 0 to 1; null when that is not known. */
  readonly share: number | null
  readonly action: 'logs' | 'restart' | null
}

/** Null when there is nothing to add to the word. */
export function secondLineOf(service: Told, nowMs: number): SecondLine | null {
  const { readiness, detail, startedAt, usualMs, state } = service
  if (readiness === 'failed') {
    const text = sentence(detail ?? 'no reason was given')
    return { text, more: null, share: null, action: state === 'absent' ? 'restart' : 'logs' }
  }
  if (readiness === 'waiting' && detail?.includes(': '))
    return { text: sentence(detail), more: null, share: null, action: null }
  if ((readiness !== 'loading' && readiness !== 'starting') || startedAt === null) return null
  const elapsedMs = Math.max(nowMs - Date.parse(startedAt), 0)
  if (usualMs === null) {
    const isTold = detail !== null && elapsedMs >= worthALineMs
    return isTold ? { text: sentence(detail), more: null, share: null, action: 'logs' } : null
  }
  if (Math.max(elapsedMs, usualMs) < worthALineMs) return null
  const usually = `usually ${seconds(usualMs)}`
  const leftMs = usualMs - elapsedMs
  return leftMs > 0
    ? { text: `about ${seconds(leftMs)} left`, more: usually, share: elapsedMs / usualMs, action: null }
    : { text: 'Longer than usual', more: usually, share: null, action: 'logs' }
}

/** Whole seconds below ten as well: what changes once a second needs no tenths. */
export function seconds(durationMs: number): string {
  return durationMs < 9950 ? `${Math.max(0, Math.round(durationMs / 1000))}s` : formatDuration(durationMs)
}

/** `13:05` today, then as everywhere. */
function momentOf(atMs: number, nowMs: number): string {
  const moment = formatMoment(atMs, nowMs)
  return moment === formatClock(atMs) ? moment.slice(0, 5) : moment
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
