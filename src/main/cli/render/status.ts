import type { Readiness, RollUp } from '../../../shared/readiness.ts'
import { formatDuration, formatReadiness } from '../../../shared/format.ts'
import type { LabStatus, ServiceStatus, StackStatus } from '../../../shared/status.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Every stack with its services as one table, so that the columns stand under each other. */
export function renderStatus(status: LabStatus, style: Style, nowMs: number): Line[] {
  const head: Line = [span(status.lab.name, 'strong'), span('  '), span(status.lab.dir, 'quiet')]
  if (status.stacks.length === 0) {
    return [head, line('No stacks yet. Open a folder with Compose files.')]
  }
  const rows = status.stacks.flatMap((stack) => [
    renderStack(stack, style),
    ...stack.services.map((service) => renderService(service, style, nowMs)),
  ])
  const notes = (status.notes ?? []).map((note) => line(note, 'warning'))
  return [head, [], ...alignColumns([heading, ...rows]), ...(notes.length > 0 ? [[], ...notes] : [])]
}

const heading: readonly Line[] = ['', 'READINESS', 'HEALTH', 'CONTAINER', 'UPTIME', 'PORTS'].map((text) =>
  line(text, 'quiet'),
)

function renderStack(stack: StackStatus, style: Style): Line[] {
  const signal = signalOfRollUp(stack.state)
  const ready = stack.services.filter(({ readiness }) => readiness === 'ready' || readiness === 'done').length
  const lock = stack.alwaysOn ? [span('  '), span('always-on', 'quiet')] : []
  return [
    [span(symbolOf(signal, style), signal), span(' '), span(stack.name, 'strong'), ...lock],
    line(`${stack.state} ${ready}/${stack.services.length}`, signal === 'ready' ? 'quiet' : signal),
  ]
}

function renderService(service: ServiceStatus, style: Style, nowMs: number): Line[] {
  const signal = signalOfReadiness(service.readiness)
  const isRunning = service.state === 'running' && service.startedAt !== null
  return [
    [span('  '), span(symbolOf(signal, style), signal), span(` ${service.name}`)],
    line(formatReadiness(service.readiness, service.readyBy), signal === 'ready' ? 'quiet' : signal),
    line(service.health ?? '', service.health === 'unhealthy' ? 'failed' : 'quiet'),
    line(formatState(service), 'quiet'),
    line(isRunning ? formatDuration(nowMs - Date.parse(service.startedAt ?? '')) : '', 'quiet'),
    line(service.ports.join(', '), 'quiet'),
  ]
}

/** `exited (137)`; `no container` where there is none. */
function formatState({ state, exitCode }: ServiceStatus): string {
  if (state === 'absent') return 'no container'
  const hasExited = state === 'exited' || state === 'dead'
  return hasExited && exitCode !== null ? `${state} (${exitCode})` : state
}

function signalOfReadiness(readiness: Readiness): Signal {
  switch (readiness) {
    case 'waiting':
    case 'created':
      return 'waiting'
    case 'starting':
    case 'loading':
      return 'loading'
    case 'ready':
    case 'done':
    case 'failed':
    case 'stopped':
      return readiness
  }
}

function signalOfRollUp(state: RollUp): Signal {
  return state === 'partial' ? 'warning' : state
}
