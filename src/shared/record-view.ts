import { formatDuration, formatMoment } from './format.ts'
import type { Availability, HealthRecord } from './record.ts'
import { causeWords, formatShare } from './record-words.ts'

/** One line of what happened to a service. */
export interface StoryLine {
  readonly atMs: number
  readonly signal: 'ready' | 'warning' | 'failed'
  readonly text: string
  /** How long it took or lasted; empty for nothing. */
  readonly beside: string
  /** What a health check printed. */
  readonly output: string | null
}

/** The latest starts and failures of a service, newest first. Pure. */
export function describeStory({ starts, failures }: HealthRecord, mostLines: number): readonly StoryLine[] {
  return [...starts.map(startLine), ...failures.map(failureLine)]
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, mostLines)
}

function startLine({ atMs, cause, readyAfterMs }: HealthRecord['starts'][number]): StoryLine {
  const who = cause === null ? 'while nobody looked' : causeWords[cause]
  return {
    atMs,
    signal: cause === 'restart-policy' || cause === 'heal' ? 'warning' : 'ready',
    text: `Started ${who}`,
    beside: readyAfterMs === null ? '' : `ready in ${short(readyAfterMs)}`,
    output: null,
  }
}

function failureLine(failure: HealthRecord['failures'][number]): StoryLine {
  const { kind, atMs, untilMs, exitCode, isOutOfMemory, output, durationMs } = failure
  const lasted = untilMs === null ? '' : `for ${formatDuration(untilMs - atMs)}`
  switch (kind) {
    case 'unhealthy': {
      const check = durationMs === null ? '' : `check took ${short(durationMs)}`
      return { atMs, signal: 'failed', text: 'Unhealthy', beside: lasted || check, output }
    }
    case 'exited': {
      const text = isOutOfMemory ? 'Killed for lack of memory' : `Ended by itself, exit ${exitCode ?? '?'}`
      return { atMs, signal: 'failed', text, beside: lasted === '' ? '' : `down ${lasted}`, output: null }
    }
    case 'oom-kill':
      return {
        atMs,
        signal: 'failed',
        text: 'A process of it was killed for lack of memory',
        beside: '',
        output: null,
      }
  }
}

/** A piece of the day as a bar; `none` stands for a time that nobody watched, `off` for one in which it was not wanted. */
export type StripTone = 'good' | 'part' | 'bad' | 'off' | 'none'

export function stripTone({ watchedMs, wantedMs, share }: Availability): StripTone {
  if (watchedMs === 0) return 'none'
  if (wantedMs === 0 || share === null) return 'off'
  return share >= 0.999 ? 'good' : share > 0.5 ? 'part' : 'bad'
}

/** `99.2 % of 5h 45m`; a dash when it was never wanted or watched. */
export function describeAvailability({ share, wantedMs }: Availability): string {
  return share === null ? '–' : `${formatShare(share)} of ${formatDuration(wantedMs)}`
}

/** The facts below the story, by name. Pure. */
export function recordFacts(record: HealthRecord, nowMs: number): readonly (readonly [string, string])[] {
  const { availability, checks, restarts, upSinceMs, watchedSinceMs } = record
  const day = 86_400_000
  const lack = Math.max(0, Math.min(day, nowMs - (watchedSinceMs ?? nowMs)) - availability.day.watchedMs)
  return [
    ...(upSinceMs === null
      ? []
      : [['Up', `${formatDuration(nowMs - upSinceMs)}, since ${formatMoment(upSinceMs, nowMs)}`] as const]),
    ['Ready, a day', describeAvailability(availability.day)],
    ['Ready, a week', describeAvailability(availability.week)],
    ...(checks === null
      ? []
      : [
          [
            'Checks take',
            `${short(checks.medianMs)}, latest ${short(checks.latestMs)}, longest ${short(checks.longestMs)}`,
          ] as const,
          ['Last check', formatMoment(checks.latestAtMs, nowMs)] as const,
        ]),
    ['Restarts', `${restarts} by its policy in 30 days`],
    ...(watchedSinceMs === null
      ? []
      : [
          [
            'Watched',
            `since ${formatMoment(watchedSinceMs, nowMs)}${lack > 60_000 ? `, not for ${formatDuration(lack)} of the day` : ''}`,
          ] as const,
        ]),
  ]
}

/** Checks often take less than a tenth of a second. */
function short(elapsedMs: number): string {
  return elapsedMs < 995 ? `${Math.round(elapsedMs)}ms` : formatDuration(elapsedMs)
}
