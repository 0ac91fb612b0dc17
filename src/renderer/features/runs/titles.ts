import { formatDuration, formatMoment, formatServiceRef } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'

/** The first part of the id: enough to tell the runs of one lab apart. */
export function shortId(runId: string): string {
  return runId.slice(0, 8)
}

/** How a run's time compares to the usual one: `4s under the usual 38s`; null when there is none. */
export function compareToUsual(elapsedMs: number, usualMs: number | null): string | null {
  if (usualMs === null || usualMs <= 0) return null
  const difference = elapsedMs - usualMs
  const usual = formatDuration(usualMs)
  if (Math.abs(difference) < Math.max(500, usualMs * 0.1)) return `as usual (${usual})`
  return `${formatDuration(Math.abs(difference))} ${difference > 0 ? 'over' : 'under'} the usual ${usual}`
}

/** Everything about a run as text, to paste into a report. */
export function describeDetails(view: RunView, title: string, nowMs: number): string {
  const { plan, finished } = view
  const head = [
    `${title} (${plan.lab.name}${plan.environment === null ? '' : `, environment ${plan.environment}`})`,
    `run ${view.id}, ${formatMoment(view.startedAtMs, nowMs)}`,
    finished ? `${finished.outcome} after ${formatDuration(finished.elapsedMs)}` : 'not finished',
  ]
  const failures = (finished?.failures ?? []).flatMap(({ service, step, reason, exitCode, log }) => [
    '',
    `${service ? formatServiceRef(service) : (step ?? 'the run')}: ${reason}${exitCode === null ? '' : ` (exit code ${exitCode})`}`,
    ...log.map((line) => `  ${line}`),
  ])
  const left = finished?.notStarted ?? []
  const notStarted = left.length === 0 ? [] : ['', `Not started: ${left.map(formatServiceRef).join(', ')}`]
  const notes = [...plan.warnings, ...view.notices]
  return [...head, ...failures, ...notStarted, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')
}
