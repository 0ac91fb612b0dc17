import leven from 'leven'
import { SwitchyardError, errorFromProblems, type Problem } from '../../shared/errors.ts'
import type { LabModel, LabService } from './lab-model.ts'

/** What a run is about: whole stacks, single services, or (both empty) the lab. */
export interface Targets {
  readonly stacks: ReadonlySet<string>
  /** Keys `stack/service`, without those of whole stacks. */
  readonly services: ReadonlySet<string>
}

/**
 * Reads targets as they are typed: `stack`, `stack/service`, or a service name that only one stack has.
 * Throws NAME_UNKNOWN for each that is neither, with the nearest name.
 */
export function parseTargets(model: LabModel, targets: readonly string[]): Targets {
  const stacks = new Set<string>()
  const services = new Set<string>()
  const problems: Problem[] = []
  for (const target of targets) {
    const named = model.services.filter(({ service }) => service.name === target)
    const only = named[0]
    const broken = model.broken.get(target) ?? model.broken.get(target.split('/')[0] ?? '')
    if (broken) problems.push(...broken.problems)
    else if (model.lab.stacks.some(({ name }) => name === target)) stacks.add(target)
    else if (model.services.some(({ key }) => key === target)) services.add(target)
    else if (named.length === 1 && only) services.add(only.key)
    else problems.push(unknownTarget(model, target, named))
  }
  if (problems.length > 0) throw errorFromProblems(problems)
  return { stacks, services }
}

export function isWholeLab(targets: Targets): boolean {
  return targets.stacks.size === 0 && targets.services.size === 0
}

export function isTargeted(targets: Targets, { key, stack }: LabService): boolean {
  return targets.stacks.has(stack.name) || targets.services.has(key)
}

/** Refuses to stop an always-on stack unless it is named and the operator said so as well. */
export function checkAlwaysOn(model: LabModel, targets: Targets, includeAlwaysOn: boolean): void {
  if (includeAlwaysOn) return
  const named = model.lab.stacks.filter(
    ({ name, alwaysOn }) =>
      alwaysOn &&
      (targets.stacks.has(name) || [...targets.services].some((key) => key.startsWith(`${name}/`))),
  )
  const first = named[0]
  if (!first) return
  throw new SwitchyardError('ALWAYS_ON', `Stack ${first.name} is always-on and is not stopped by accident.`, {
    hint: 'Name it and add --include-always-on if you mean it.',
  })
}

function unknownTarget(model: LabModel, target: string, ambiguous: readonly LabService[]): Problem {
  if (ambiguous.length > 1) {
    const choices = ambiguous.map(({ key }) => key).join(', ')
    return {
      code: 'NAME_UNKNOWN',
      message: `Several stacks have a service ${target}: ${choices}.`,
      hint: 'Name one of them.',
    }
  }
  const names = [...model.lab.stacks.map(({ name }) => name), ...model.services.map(({ key }) => key)]
  const nearest = names.toSorted((a, b) => leven(a, target) - leven(b, target))[0]
  const isNear = nearest !== undefined && leven(nearest, target) <= Math.max(2, target.length / 3)
  return {
    code: 'NAME_UNKNOWN',
    message: `There is no stack or service named ${target} in lab ${model.lab.name}.`,
    hint: isNear
      ? `Did you mean ${nearest}?`
      : `The stacks are: ${model.lab.stacks.map(({ name }) => name).join(', ')}.`,
  }
}
