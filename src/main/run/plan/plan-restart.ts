import { errorFromProblems } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, Step } from '../../../shared/plan.ts'
import { findMixed, type PlanFacts, planStart, type StartOptions } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { isWholeLab } from './select-targets.ts'

export interface RestartOptions extends StartOptions {
  readonly includeAlwaysOn: boolean
  /** Removes the containers and their anonymous volumes in between, even when the stop fails, and makes them anew. */
  readonly clean?: boolean
}

/** Stops the targets in reverse order, then starts them (and what they need) again. Pure. */
export function planRestart(facts: PlanFacts, options: RestartOptions): Plan {
  const stopped = planStop(facts, { ...options, remove: options.clean ?? false })
  const stop = options.clean ? { ...stopped, steps: cleanSteps(stopped.steps) } : stopped
  const removed = new Set(stop.steps.flatMap((step) => (step.kind === 'remove' ? step.containers : [])))
  // Before the stop: what has stopped mixes with nothing any more.
  const mixed = findMixed(facts, options)
  if (mixed.length > 0) throw errorFromProblems(mixed)
  const stopping = new Set(
    stop.steps.flatMap((step) => (step.kind === 'stop' ? [formatServiceRef(step.service)] : [])),
  )
  const names = new Set(
    facts.model.services
      .filter(({ key }) => stopping.has(key))
      .map(({ stack, service }) => `${stack.project.name}/${service.name}`),
  )
  // The start is planned for the engine as it will be: what is about to stop has stopped.
  const kept = facts.snapshot.containers.filter(({ id }) => !removed.has(id))
  const containers = kept.map((container) =>
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

/** Networks stay, because what is made anew is on them. */
function cleanSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.kind === 'remove-networks') return []
    if (step.kind === 'stop') return [{ ...step, isOptional: true }]
    if (step.kind !== 'remove') return [step]
    const [docker = 'docker', remove = 'rm', ...names] = step.command
    return [
      {
        ...step,
        force: true,
        anonymousVolumes: true,
        command: [docker, remove, '--force', '--volumes', ...names],
      },
    ]
  })
}
