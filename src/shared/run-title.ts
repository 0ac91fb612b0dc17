import { environmentName } from './environment-words.ts'
import { formatList, formatServiceRef } from './format.ts'
import type { LabView } from './lab.ts'
import type { Plan, RunKind } from './plan.ts'
import { runWords } from './run-words.ts'

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
  const ofServices = plan.steps.flatMap((step) =>
    step.kind === 'start' || step.kind === 'stop' || step.kind === 'remove' ? [step.service] : [],
  )
  const acted = [...new Map(ofServices.map((ref) => [formatServiceRef(ref), ref])).values()]
  const built = plan.steps.flatMap((step) => (kind === 'build' && step.kind === 'build' ? step.services : []))
  const acting = acted.length > 0 ? acted : built.length > 0 ? built : plan.unchanged
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
