import { formatServiceRef } from '../../shared/format.ts'
import type { Plan } from '../../shared/plan.ts'
import { type PlanFacts, planStart, type StartOptions } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { isWholeLab } from './select-targets.ts'

/** Stops the targets in reverse order, then starts them (and what they need) again. Pure. */
export function planRestart(
  facts: PlanFacts,
  options: StartOptions & { readonly includeAlwaysOn: boolean },
): Plan {
  const stop = planStop(facts, { ...options, remove: false })
  const stopping = new Set(
    stop.steps.flatMap((step) => (step.kind === 'stop' ? [formatServiceRef(step.service)] : [])),
  )
  const names = new Set(
    facts.model.services
      .filter(({ key }) => stopping.has(key))
      .map(({ stack, service }) => `${stack.project.name}/${service.name}`),
  )
  // The start is planned for the engine as it will be: what is about to stop has stopped.
  const containers = facts.snapshot.containers.map((container) =>
    names.has(`${container.project}/${container.service}`)
      ? { ...container, state: 'exited' as const, health: null, exitCode: null, ports: [] }
      : container,
  )
  // What was running runs again, also what a plain start of the lab would leave out.
  const automatic = facts.model.lab.stacks.filter(({ autoStart }) => autoStart).map(({ name }) => name)
  const targets = {
    stacks: isWholeLab(options.targets) ? new Set(automatic) : options.targets.stacks,
    services: new Set([...options.targets.services, ...stopping]),
  }
  const start = planStart(
    { ...facts, snapshot: { ...facts.snapshot, containers }, listeners: [] },
    { ...options, targets, planned: new Set(stop.steps.map(({ id }) => id)) },
  )
  const stops = stop.steps.map(({ id }) => id)
  return {
    ...start,
    kind: 'restart',
    steps: [...stop.steps, ...start.steps.map((step) => ({ ...step, after: [...step.after, ...stops] }))],
    spared: stop.spared,
    warnings: [...stop.warnings, ...start.warnings],
  }
}
