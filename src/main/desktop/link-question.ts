import type { MessageBoxOptions } from 'electron'
import { formatCount, formatList, formatServiceRef } from '../../shared/format.ts'
import type { Plan, RunKind } from '../../shared/plan.ts'
import { runWords } from '../../shared/run-words.ts'

export const goOn = 0
const mostNamed = 8

/** Asks whether a link may do what it says, and tells what that would be. Pure. */
export function linkQuestion(plan: Plan, stack: string | null): MessageBoxOptions {
  const { asked } = runWords[plan.kind]
  const what = stack === null ? `everything of ${plan.lab.name}` : `${stack} of ${plan.lab.name}`
  return {
    type: 'question',
    message: `${asked} ${what}?`,
    detail: `A link asks for this.\n\n${plannedWork(plan)}\nThe lab is in ${plan.lab.dir}.`,
    buttons: [asked, 'Cancel'],
    // What nobody meant must not happen by Enter.
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
}

/** What the plan does to services, in a few lines. */
function plannedWork({ kind, steps, spared }: Plan): string {
  const named = (wanted: 'start' | 'stop') => [
    ...new Set(steps.flatMap((step) => (step.kind === wanted ? [formatServiceRef(step.service)] : []))),
  ]
  const lines = (['stop', 'start'] as const).flatMap((each) => work(each, named(each)))
  const first = lines.length > 0 ? lines : [`Nothing changes: all is ${alreadyOf(kind)}.`]
  return [
    ...first,
    ...(spared.length > 0 ? [`Stays as it is: ${formatList(spared, mostNamed)}.`] : []),
    '',
  ].join('\n')
}

function work(kind: 'start' | 'stop', services: readonly string[]): readonly string[] {
  if (services.length === 0) return []
  const { doing } = runWords[kind]
  return [`${doing} ${formatCount(services.length, 'service')}: ${formatList(services, mostNamed)}.`]
}

function alreadyOf(kind: RunKind): string {
  return runWords[kind].already
}
