import { environmentName } from '../../../shared/environment-words.ts'
import type { LabView } from '../../../shared/lab.ts'
import { formatDuration, formatList, formatMoment, formatServiceRef } from '../../../shared/format.ts'
import type { RunView } from '../../../shared/run-view.ts'
import type { Plan, RunKind } from '../../../shared/plan.ts'
import { runWords } from '../../../shared/run-words.ts'
import { serviceStepsOf } from './story.ts'

/** What was asked for, as far as the plan tells: everything, all apps, or some targets. */
export interface Asked {
  readonly kind: RunKind
  readonly scope: 'everything' | 'apps' | 'targets'
  /** Stacks and `stack/service`; empty unless `scope` is `targets`. */
  readonly targets: readonly string[]
}

/** A plan does not keep its request, so this is read from what it acts on; null for a lab that is not known here. */
export function readAsked(plan: Plan, lab: LabView | null): Asked {
  const { kind } = plan
  const steps = serviceStepsOf(plan)
  const built = plan.steps.flatMap((step) => (kind === 'build' && step.kind === 'build' ? step.services : []))
  const acting = steps.length > 0 ? steps.map(({ ref }) => ref) : built.length > 0 ? built : plan.unchanged
  const stacks = new Set([...acting, ...plan.unchanged].map(({ stack }) => stack))
  const idle = (name: string) =>
    plan.warnings.some((warning) => warning.startsWith(`Stack ${name} starts nothing`))
  const automatic = (lab?.stacks ?? []).filter(
    ({ name, autoStart, services }) => autoStart && services.length > 0 && !idle(name),
  )
  const covers = (names: readonly { readonly name: string }[]) =>
    names.length > 0 && names.every(({ name }) => stacks.has(name))
  if (kind === 'start' && plan.spared.length > 0) return { kind, scope: 'apps', targets: [] }
  if (kind === 'start' && covers(automatic)) return { kind, scope: 'everything', targets: [] }
  if (kind === 'stop' && plan.spared.length > 0 && covers(automatic.filter(({ alwaysOn }) => !alwaysOn)))
    return { kind, scope: 'apps', targets: [] }
  const planned = new Set([...acting, ...plan.unchanged].map(formatServiceRef))
  const targets = [...Map.groupBy(acting, ({ stack }) => stack)].flatMap(([stack, refs]) => {
    const all = lab?.stacks.find(({ name }) => name === stack)?.services ?? []
    const isWhole = all.length === 0 || all.every((service) => planned.has(`${stack}/${service}`))
    // More than a few services of a stack are the stack, with some of its profiles off.
    return isWhole || refs.length > 3 ? [stack] : refs.map(formatServiceRef)
  })
  return { kind, scope: 'targets', targets }
}

/** `Start everything`, `Apps off`, `Restart chat`, `Start data/db`, `Start 4 targets`, `Switch to dev`. */
export function titleOf(plan: Plan, lab: LabView | null): string {
  if (plan.kind === 'switch') return `Switch to ${environmentName(plan.environment)}`
  const { kind, scope, targets } = readAsked(plan, lab)
  const { asked } = runWords[kind]
  if (scope === 'everything') return `${asked} everything`
  if (scope === 'apps') return kind === 'start' ? 'Apps on' : 'Apps off'
  if (targets.length === 0) return `${asked}, nothing to do`
  if (targets.length <= 2) return `${asked} ${formatList(targets)}`
  const stacks = new Set(targets.map((target) => target.split('/')[0]))
  return `${asked} ${stacks.size === targets.length ? `${stacks.size} stacks` : `${targets.length} services`}`
}

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
