import { describeHostChange } from '../../../shared/host-words.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import {
  formatClock,
  formatCount,
  formatDuration,
  formatServiceRef,
  formatReadiness,
} from '../../../shared/format.ts'
import type { RunEvent, RunEventOf } from '../../../shared/run.ts'
import { line, span, type Line } from './line.ts'
import { indexServiceSteps, phaseOf, type Phase } from './run-phase.ts'
import type { RunScreen } from './run-screen.ts'
import { renderOutput } from './run-output.ts'
import { describeStep } from './run-words.ts'

/** The lines that one event is worth where nothing can be painted over: one for each change, none for the rest. */
export function renderPlainEvent(
  before: RunScreen | null,
  after: RunScreen,
  event: RunEvent,
  title: string,
): Line[] {
  const lines = renderEvent(before, after, event, title)
  return lines.map((text) => [span(`${formatClock(Date.parse(event.at))} `, 'quiet'), ...text])
}

function renderEvent(before: RunScreen | null, after: RunScreen, event: RunEvent, title: string): Line[] {
  switch (event.type) {
    case 'run-started':
      return [
        line(`${title}${describeSize(event)}`),
        ...event.plan.warnings.map((warning) => line(`warning: ${warning}`, 'warning')),
      ]
    case 'notice':
      return [event.level === 'warning' ? line(`warning: ${event.message}`, 'warning') : line(event.message)]
    case 'step-output':
      return renderOutput(after.view.plan, event)
    case 'host-changed':
      return toldStates.includes(event.state)
        ? [line(`host: ${describeHostChange(event)}, for ${formatServiceRef(event.service)}`)]
        : []
    case 'service-changed':
      return renderChange(before, after, event.service, event)
    case 'step-started':
    case 'step-finished':
      return renderStep(before, after, event)
    case 'run-finished':
      return []
  }
}

/** What passes in milliseconds is not told. */
const toldStates: readonly string[] = ['changed', 'restored', 'pending', 'failed']

/** Phases that are worth a line; the ones between them pass too quickly or say nothing new. */
const toldPhases: readonly Phase[] = ['loading', 'ready', 'done', 'failed', 'stopped', 'removed']

function renderChange(
  before: RunScreen | null,
  after: RunScreen,
  ref: ServiceRef,
  event: RunEventOf<'service-changed'> | null,
): Line[] {
  const key = formatServiceRef(ref)
  const steps = indexServiceSteps(after.view.plan).get(key) ?? { service: ref }
  const phase = phaseOf(after.view, steps)
  if (!toldPhases.includes(phase) || (before && phaseOf(before.view, steps) === phase)) return []
  const service = after.view.services.get(key)
  const isUp = event !== null && event.elapsedMs !== null && phase !== 'stopped'
  const word = phase === 'ready' ? formatReadiness(phase, service?.readyBy) : phase
  const elapsed = isUp ? ` ${formatDuration(event.elapsedMs ?? 0)}` : ''
  const detail = service?.detail && (phase === 'failed' || phase === 'loading') ? ` (${service.detail})` : ''
  return [line(`${key} ${word}${elapsed}${detail}`, phase === 'failed' ? 'failed' : 'plain')]
}

function renderStep(
  before: RunScreen | null,
  after: RunScreen,
  event: RunEventOf<'step-started'> | RunEventOf<'step-finished'>,
): Line[] {
  const step = after.view.plan.steps.find(({ id }) => id === event.step)
  if (!step) return []
  if (step.kind === 'start' || step.kind === 'stop' || step.kind === 'remove') {
    return renderChange(before, after, step.service, null)
  }
  const isLong = step.kind === 'pull' || step.kind === 'build'
  if (event.type === 'step-started') return isLong ? [line(describeStep(step))] : []
  const elapsed = formatDuration(event.elapsedMs)
  if (event.outcome === 'failed') {
    return [
      line(`${describeStep(step)} failed ${elapsed}${event.message ? ` (${event.message})` : ''}`, 'failed'),
    ]
  }
  return isLong && event.outcome === 'succeeded' ? [line(`${describeStep(step)} done ${elapsed}`)] : []
}

function describeSize({ plan }: RunEventOf<'run-started'>): string {
  // A build is of images, and starts no service.
  if (plan.kind === 'build') return `: ${formatCount(plan.steps.length, 'project')}`
  const services = indexServiceSteps(plan).size
  const stacks = new Set([...indexServiceSteps(plan).keys()].map((key) => key.split('/')[0])).size
  const usually = plan.expectedMs === null ? '' : `, usually ${formatDuration(plan.expectedMs)}`
  return `: ${formatCount(stacks, 'stack')}, ${formatCount(services, 'service')}${usually}`
}
