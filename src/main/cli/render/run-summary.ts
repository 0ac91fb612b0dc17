import { formatCount, formatDuration, formatList, formatServiceRef } from '../../../shared/format.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { RunView } from '../../../shared/run-view.ts'
import type { Failure, RunEventOf } from '../../../shared/run.ts'
import { describePutBack } from '../../../shared/update-words.ts'
import { line, span, type Line } from './line.ts'
import { listStackRows, type StackRow } from './run-rows.ts'
import { leadsDown, runWords } from '../../../shared/run-words.ts'
import { describeStep } from './run-words.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** What stays on the terminal when a run has finished: stacks, failures with their logs, what did not start, the verdict. */
export function renderRunSummary(view: RunView, style: Style): Line[] {
  const { finished } = view
  if (!finished) return []
  if (finished.unchanged) return [renderUnchanged(view, finished, style)]
  const stacks = listStackRows({ view, stepStartedAtMs: new Map() }, Date.parse(finished.at))
  return [
    ...alignColumns(stacks.map((stack) => renderStack(stack, style))),
    ...finished.failures.flatMap((failure) => renderFailure(failure, view, style)),
    ...(finished.putBack ?? []).map((each) => [
      ...symbolCell(each.isReady ? 'warning' : 'failed', style),
      span(describePutBack(each)),
    ]),
    ...renderNames(untouched(view.plan), listNames(stacks, listNotStarted(view))),
    ...renderNames('Not ready yet', listNames(stacks, listCutOff(view))),
    ...renderNames('Not stopped', listNames(stacks, listNotStopped(view))),
    ...renderNames('Left alone (always-on)', view.plan.spared),
    renderVerdict(view, finished, style),
  ]
}

/** A warning or a remark of a run, between pictures. */
export function renderNotice(message: string, level: 'info' | 'warning', style: Style): Line {
  return level === 'warning' ? [span(`${symbolOf('warning', style)} ${message}`, 'warning')] : line(message)
}

function renderUnchanged(view: RunView, finished: RunEventOf<'run-finished'>, style: Style): Line {
  const already = runWords[view.plan.kind].already
  const count = formatCount(view.plan.unchanged.length, 'service')
  const sentence = `${already.charAt(0).toUpperCase()}${already.slice(1)}: nothing to do (${count}, ${formatDuration(finished.elapsedMs)})`
  return [...symbolCell('ready', style), span(sentence)]
}

function renderStack(stack: StackRow, style: Style): Line[] {
  return [
    [...symbolCell(stack.signal, style), span(stack.name)],
    line(stack.word, stack.signal === 'ready' || stack.signal === 'done' ? 'quiet' : stack.signal),
    line(stack.counts, 'quiet'),
  ]
}

/** How much of a log fits a summary; `switchyard logs` has the rest. */
const shownLogLines = 10

function renderFailure(failure: Failure, view: RunView, style: Style): Line[] {
  const step = view.plan.steps.find(({ id }) => id === failure.step)
  const name = failure.service
    ? formatServiceRef(failure.service)
    : step
      ? describeStep(step)
      : view.plan.lab.name
  const exitCode = failure.exitCode === null ? '' : ` (exit code ${failure.exitCode})`
  return [
    [...symbolCell('failed', style), span(name, 'strong'), span(`: ${failure.reason}${exitCode}`)],
    ...failure.log.slice(-shownLogLines).map((text) => [span('     | ', 'quiet'), span(text)]),
  ]
}

/** Every service by name; a stack of which all are meant stands for its services. */
function listNames(stacks: readonly StackRow[], refs: readonly ServiceRef[]): string[] {
  const byStack = Map.groupBy(refs, ({ stack }) => stack)
  return [...byStack].flatMap(([stack, services]) => {
    const planned = stacks.find(({ name }) => name === stack)?.services.length
    const isWhole = services.length > 1 && services.length === planned
    return isWhole ? [`${stack} (all ${services.length} services)`] : services.map(formatServiceRef)
  })
}

/** Services whose start was cut off: their containers run, and may become ready by themselves. */
function listCutOff({ plan, services, finished }: RunView): ServiceRef[] {
  if (finished?.outcome !== 'cancelled') return []
  return plan.steps
    .filter((step) => step.kind === 'start')
    .map(({ service }) => service)
    .filter((service) =>
      ['starting', 'loading'].includes(services.get(formatServiceRef(service))?.readiness ?? ''),
    )
}

/** Services that a cancel, or a hook that failed, kept from being stopped. */
function listNotStopped({ plan, steps, finished }: RunView): ServiceRef[] {
  if (finished === null || finished.outcome === 'succeeded' || !leadsDown(plan.kind)) return []
  return plan.steps
    .filter((step) => step.kind === 'stop')
    .filter(({ id }) => !['succeeded', 'failed'].includes(steps.get(id)?.state ?? ''))
    .map(({ service }) => service)
}

function listNotStarted({ plan, finished }: RunView): readonly ServiceRef[] {
  return leadsDown(plan.kind) ? [] : (finished?.notStarted ?? [])
}

/** What an update does not reach goes on as it is. */
function untouched({ kind }: Plan): string {
  return kind === 'update' ? 'Left as it was' : 'Not started'
}

function renderNames(what: string, names: readonly string[]): Line[] {
  return names.length === 0 ? [] : [[span(`${what}: `), span(formatList(names))]]
}

function renderVerdict(view: RunView, finished: RunEventOf<'run-finished'>, style: Style): Line {
  const elapsed = formatDuration(finished.elapsedMs)
  const usually = view.plan.expectedMs === null ? '' : ` (usually ${formatDuration(view.plan.expectedMs)})`
  switch (finished.outcome) {
    case 'succeeded':
      return [
        ...symbolCell(leadsDown(view.plan.kind) ? 'stopped' : 'ready', style),
        span(`${runWords[view.plan.kind].did} ${view.plan.lab.name} in ${elapsed}${usually}`, 'strong'),
      ]
    case 'failed':
      return [
        ...symbolCell('failed', style),
        span(`Failed after ${elapsed}: ${describeLoss(view, finished)}`, 'failed'),
      ]
    case 'cancelled':
      return [
        ...symbolCell('warning', style),
        span(`Cancelled after ${elapsed}: ${describeLoss(view, finished)}`, 'warning'),
      ]
  }
}

function describeLoss(view: RunView, finished: RunEventOf<'run-finished'>): string {
  const counts = [
    [finished.failures.length, 'failed'],
    [finished.putBack?.length ?? 0, 'put back'],
    [listNotStarted(view).length, view.plan.kind === 'update' ? 'left as they were' : 'not started'],
    [listCutOff(view).length, 'not ready yet'],
    [listNotStopped(view).length, 'not stopped'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return told.join(', ') || 'nothing was left undone'
}

function symbolCell(signal: Parameters<typeof symbolOf>[0], style: Style): Line {
  return [span(symbolOf(signal, style), signal), span(' ')]
}
