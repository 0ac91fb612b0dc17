import { formatClock, formatDuration, formatMoment, hiddenCharacters } from '../format.ts'
import type { Readiness } from '../readiness.ts'
import { rollUpReadiness } from '../roll-up.ts'
import type { ServiceStatus } from '../status.ts'

const longestLabel = 60
/** So that the state behind a name is always in sight. */
const longestName = 32

const graphemes = new Intl.Segmenter()

/** A name or a sentence of the lab as part of a label: one line, and not longer than a menu is wide. */
export function cleanLabel(text: string, longest = longestLabel): string {
  const shown = text.replace(/\s+/g, ' ').replace(hiddenCharacters, '').trim()
  if (shown.length <= longest) return shown
  const letters = Array.from(graphemes.segment(shown), ({ segment }) => segment)
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : shown
}

export function cleanName(name: string): string {
  return cleanLabel(name, longestName)
}

/**
 * A time in steps, `30s` or `2m 30s`: a menu that changed with every second would close under the pointer. Rounded up, so
 * that it is never nothing.
 */
export function coarseDuration(durationMs: number): string {
  const stepMs = durationMs < 60_000 ? 10_000 : durationMs < 3_600_000 ? 30_000 : 300_000
  return formatDuration(Math.max(Math.ceil(durationMs / stepMs), 1) * stepMs)
}

/** `14:32` today, then as everywhere. */
export function shortMoment(atMs: number, nowMs: number): string {
  const moment = formatMoment(atMs, nowMs)
  return moment === formatClock(atMs) ? moment.slice(0, 5) : moment
}

const counted: readonly { readonly word: string; readonly of: readonly Readiness[] }[] = [
  { word: 'ready', of: ['ready'] },
  { word: 'loading', of: ['loading', 'starting'] },
  { word: 'failed', of: ['failed'] },
  { word: 'waiting', of: ['waiting', 'created'] },
]

/** `31 ready, 1 loading, 1 failed`; what is stopped or done is not counted. Empty when nothing is. */
export function countWords(services: readonly { readonly readiness: Readiness }[]): string {
  return counted
    .map(({ word, of }) => ({
      word,
      count: services.filter(({ readiness }) => of.includes(readiness)).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ')
}

/** The state of a stack: `ready`, `loading, sglang 40 %`, `failed, open-webui`, `2 of 5 ready`, `waiting`, `stopped`. */
export function stackWords(services: readonly ServiceStatus[], nowMs: number): string {
  const words = services.map(({ readiness }) => readiness)
  const rollUp = rollUpReadiness(words)
  if (rollUp === 'failed') return `failed, ${nameFirst(services.filter(isFailed))}`
  if (rollUp === 'loading') {
    const [first] = services.filter(isLoading)
    return first ? `loading, ${cleanName(first.name)}${shareWords(first, nowMs)}` : 'loading'
  }
  // Nothing of it is up yet, but a run is on its way to it.
  if (rollUp !== 'ready' && words.includes('waiting')) return 'waiting'
  if (rollUp === 'partial')
    return `${words.filter((word) => word === 'ready' || word === 'done').length} of ${words.length} ready`
  return rollUp
}

/** `open-webui`, `open-webui and 2 more`. */
export function nameFirst(services: readonly { readonly name: string }[]): string {
  const [first, ...others] = services
  const name = first ? cleanName(first.name) : ''
  return others.length === 0 ? name : `${name} and ${others.length} more`
}

export function isFailed({ readiness }: { readonly readiness: Readiness }): boolean {
  return readiness === 'failed'
}

export function isLoading({ readiness }: { readonly readiness: Readiness }): boolean {
  return readiness === 'loading' || readiness === 'starting'
}

/** `, about 2m 30s left`, or that it takes longer than usual; empty where nothing is expected. */
export function leftWords(leftMs: number | null): string {
  if (leftMs === null) return ''
  return leftMs > 0 ? `, about ${coarseDuration(leftMs)} left` : ', longer than usual'
}

/** In steps of five, for the same reason as times. */
function shareWords({ startedAt, usualMs }: ServiceStatus, nowMs: number): string {
  if (startedAt === null || usualMs === null || usualMs <= 0) return ''
  const percent = ((nowMs - Date.parse(startedAt)) / usualMs) * 100
  return percent > 100 ? ', longer than usual' : ` ${Math.max(0, Math.floor(percent / 5) * 5)}\u00a0%`
}
