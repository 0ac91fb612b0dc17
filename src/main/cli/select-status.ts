import { errorFromProblems, type Problem } from '../../shared/errors.ts'
import { rollUpReadiness } from '../../shared/roll-up.ts'
import type { LabStatus, StackStatus } from '../../shared/status.ts'

/** The part of a status that targets name; the whole of it without targets. Unknown names are usage problems. */
export function selectStatus(status: LabStatus, targets: readonly string[]): LabStatus {
  if (targets.length === 0) return status
  const problems = targets.filter((target) => !isKnown(status, target)).map(describeUnknown)
  if (problems.length > 0) throw errorFromProblems(problems)
  return { ...status, stacks: status.stacks.flatMap((stack) => selectStack(stack, new Set(targets))) }
}

function selectStack(stack: StackStatus, targets: ReadonlySet<string>): StackStatus[] {
  if (targets.has(stack.name)) return [stack]
  const services = stack.services.filter(({ name }) => targets.has(`${stack.name}/${name}`))
  if (services.length === 0) return []
  return [{ ...stack, services, state: rollUpReadiness(services.map(({ readiness }) => readiness)) }]
}

function isKnown(status: LabStatus, target: string): boolean {
  return status.stacks.some(
    ({ name, services }) =>
      name === target || services.some((service) => `${name}/${service.name}` === target),
  )
}

function describeUnknown(target: string): Problem {
  const kind = target.includes('/') ? 'service' : 'stack'
  return {
    code: 'NAME_UNKNOWN',
    message: `There is no ${kind} "${target}" in this lab.`,
    hint: 'Run `switchyard status` to see the names.',
  }
}
