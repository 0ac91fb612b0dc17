import { SwitchyardError } from '../../../shared/errors.ts'
import type { RunKind } from '../../../shared/plan.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { LabModel } from '../facts/lab-model.ts'
import { selectServices } from './plan-start.ts'
import { isPlainTarget, isTargeted, readTargets } from './select-targets.ts'

/**
 * The stacks that a run of these targets is about: those that it names, and those that it starts because they are needed. A stack
 * that cannot be read counts wherever it may be meant: its secrets may be all that it lacks. Null for every stack. Pure. Throws
 * NAME_UNKNOWN as the run would.
 */
export function findStacksOfRun(
  model: LabModel,
  { kind, targets, appsOnly }: { kind: RunKind; targets: readonly string[]; appsOnly: boolean },
  containers: readonly ContainerSummary[] = [],
): ReadonlySet<string> | null {
  const unreadable = [...model.broken.keys()]
  const stackOf = (target: string) =>
    unreadable.find((name) => target === name || target.startsWith(`${name}/`))
  const others = targets.filter((target) => stackOf(target) === undefined)
  const found = new Set(targets.flatMap((target) => stackOf(target) ?? []))
  if (targets.length === 0) return null
  // What is named by less than its full name may be in any of these.
  if (!others.every((target) => isPlainTarget(model, target))) for (const name of unreadable) found.add(name)
  const starts = kind === 'start' || kind === 'restart' || kind === 'switch'
  if (others.length > 0) {
    try {
      const chosen = readTargets(model, { kind, targets: others }, containers)
      for (const name of chosen.stacks) found.add(name)
      const services = starts
        ? selectServices(model, { targets: chosen, appsOnly })
        : model.services.filter((service) => isTargeted(chosen, service))
      for (const { ref } of services) found.add(ref.stack)
    } catch (error) {
      if (!(error instanceof SwitchyardError) || unreadable.length === 0) throw error
    }
  }
  return starts ? withNeeds(model, found) : found
}

/** Also what cannot be read needs other stacks, and the lab knows which. */
function withNeeds({ lab }: LabModel, stacks: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  const queue = [...stacks]
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name)) continue
    found.add(name)
    queue.push(...(lab.stacks.find((stack) => stack.name === name)?.needs ?? []))
  }
  return found
}
