import { formatDuration } from '../../../shared/format.ts'
import { span, type Line } from './line.ts'
import type { Phase } from './run-phase.ts'
import type { StackRow } from './run-rows.ts'
import type { RunScreen } from './run-screen.ts'
import { runWords, type RunWords } from '../../../shared/run-words.ts'

/** `Starting northlight  12.4s  29 of 39 ready  about 29s left, usually 41s`. */
export function renderRunHead(
  { view }: RunScreen,
  stacks: readonly StackRow[],
  title: string,
  nowMs: number,
): Line {
  const { kind, expectedMs } = view.plan
  const { goal } = runWords[kind]
  const services = stacks.flatMap((stack) => stack.services)
  const reached = services.filter(({ phase }) => phasesOfGoal[goal].includes(phase)).length
  const elapsedMs = Math.max(0, nowMs - view.startedAtMs)
  const figures = [
    formatDuration(elapsedMs),
    ...(services.length > 0 ? [`${reached} of ${services.length} ${goal}`] : []),
    ...(expectedMs === null ? [] : [formatExpectation(elapsedMs, expectedMs)]),
  ]
  return [span(title, 'strong'), span('  '), span(figures.join('  '), 'quiet')]
}

/** Phases in which a service has come where the run wants it. */
const phasesOfGoal: Readonly<Record<RunWords['goal'], readonly Phase[]>> = {
  ready: ['already', 'ready', 'done'],
  stopped: ['already', 'stopped'],
  removed: ['already', 'removed'],
  // It starts nothing.
  built: ['already'],
}

/** `about 12s left, usually 41s`: a figure comes with what is normal. */
function formatExpectation(elapsedMs: number, expectedMs: number): string {
  const leftMs = expectedMs - elapsedMs
  const usually = formatDuration(expectedMs)
  if (leftMs <= 0) return `${formatDuration(-leftMs)} longer than usual (${usually})`
  return `about ${formatDuration(leftMs)} left, usually ${usually}`
}
