import { formatDuration } from './format.ts'
import type { Cause, Happening, Mark } from './record.ts'

/** What stands behind "started": `by a run`, `by its restart policy`; empty for nobody. */
export const causeWords: Readonly<Record<Cause, string>> = {
  run: 'by a run',
  heal: 'by auto-heal',
  operator: 'by you',
  'restart-policy': 'by its restart policy',
  itself: 'by itself',
}

/** Something that happened to a service as a mark on a time line; null for what is none. Pure. */
export function describeHappening({ service, what }: Happening): Pick<Mark, 'kind' | 'tone' | 'text'> | null {
  switch (what.kind) {
    case 'started': {
      const isOdd = what.cause === 'restart-policy' || what.cause === 'heal'
      const text = `${service} was started ${causeWords[what.cause]}`
      return { kind: 'started', tone: isOdd ? 'warning' : 'plain', text }
    }
    case 'healthy': {
      const after = what.sinceStartMs === null ? '' : `, ${formatDuration(what.sinceStartMs)} after its start`
      return { kind: 'healthy', tone: 'ready', text: `${service} is healthy${after}` }
    }
    case 'unhealthy': {
      const [line = ''] = (what.output ?? '').split('\n')
      const said = line === '' ? '' : `: ${line.length > 80 ? `${line.slice(0, 79)}…` : line}`
      return { kind: 'unhealthy', tone: 'failed', text: `${service} is unhealthy${said}` }
    }
    case 'exited':
      if (what.cause !== 'itself')
        return what.cause === 'operator'
          ? { kind: 'stopped', tone: 'plain', text: `${service} was stopped ${causeWords.operator}` }
          : null
      return {
        kind: 'exited',
        tone: what.exitCode === 0 ? 'plain' : 'failed',
        text: what.isOutOfMemory
          ? `${service} was killed for lack of memory`
          : `${service} ended by itself with exit ${what.exitCode}`,
      }
    case 'dismissed':
      return { kind: 'stopped', tone: 'plain', text: `${service} was given up ${causeWords[what.cause]}` }
    case 'oom-kill':
      return {
        kind: 'oom-kill',
        tone: 'failed',
        text: `A process of ${service} was killed for lack of memory`,
      }
    case 'healed':
      return { kind: 'healed', tone: 'warning', text: `Auto-heal restarts ${service}: ${what.reason}` }
    case 'found':
      return null
  }
}

/** `99.2 %`; never 100 % for less than all, nor 0 % for more than nothing. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent >= 100) return '100\u00a0%'
  if (percent > 99.9) return '>\u00a099.9\u00a0%'
  if (percent > 0 && percent < 0.1) return '<\u00a00.1\u00a0%'
  return `${Math.min(percent, 99.9).toFixed(1)}\u00a0%`
}
