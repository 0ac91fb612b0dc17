import type { LabModel } from '../run/facts/lab-model.ts'
import type { Draft } from './draft.ts'

/** Whether the programs that the lab wants to be run can be: start and stop scripts, hooks, `container_actions.yaml`. Pure. */
export function checkScripts({ lab, services }: Pick<LabModel, 'lab' | 'services'>): Draft[] {
  const own = services.flatMap(({ stack, settings: { scripts } }) =>
    [scripts?.start, scripts?.stop].flatMap((script) => (script ? [{ script, stack: stack.name }] : [])),
  )
  const hooks = [
    ...(lab.hooks ?? []).map(({ script }) => ({ script, stack: null })),
    ...lab.stacks.flatMap(({ name, hooks: all = [] }) => all.map(({ script }) => ({ script, stack: name }))),
  ]
  const programs = [...own, ...hooks]
  const problems = [
    ...(lab.containerActions?.problems ?? []).map((problem) => ({ problem, stack: null })),
    ...programs.flatMap(({ script: { problem }, stack }) => (problem ? [{ problem, stack }] : [])),
  ]
  if (problems.length === 0) {
    if (programs.length === 0) return []
    return [
      { check: 'scripts', about: null, level: 'ok', message: 'All scripts and hooks of the lab can be run.' },
    ]
  }
  return problems.map(({ problem: { message, place, hint }, stack }) => ({
    check: 'scripts',
    about: message,
    level: 'error',
    message,
    ...(stack === null ? {} : { stack }),
    ...(place ? { place } : {}),
    ...(hint ? { advice: hint } : {}),
  }))
}
