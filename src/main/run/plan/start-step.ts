import { formatServiceRef } from '../../../shared/format.ts'
import type { ReadinessCheck, StepOf } from '../../../shared/plan.ts'
import { startArguments } from '../../compose/arguments.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import { findCriticalPath } from './critical-path.ts'
import type { Gates } from './gates.ts'
import type { LabService } from '../facts/lab-model.ts'
import { containerName } from '../facts/service-scripts.ts'
import { isOneShotByFiles } from '../facts/service-state.ts'

const defaultTimeoutMs = 15 * 60_000
const defaultGraceMs = 1000

export interface StartStepContext {
  /** All services that the plan looks at. */
  readonly services: readonly LabService[]
  readonly gates: Gates
  readonly waves: readonly (readonly string[])[]
  readonly usualMs: ReadonlyMap<string, number>
  /** Those that are started; none when they are made before that. */
  readonly containers: readonly ContainerSummary[]
  /** Ids of steps. */
  readonly after: readonly string[]
  /** For every service; null: each its own. */
  readonly timeoutMs: number | null
  readonly retries?: number | null
}

export function startStep(service: LabService, context: StartStepContext): StepOf<'start'> {
  const { services, gates, waves, usualMs, containers, after, timeoutMs, retries } = context
  const { key, ref, stack, settings } = service
  const via = service.service.startsByCompose ? 'compose' : 'engine'
  const name = containers[0]?.name ?? containerName(stack, service.service)
  return {
    kind: 'start',
    id: `start:${key}`,
    after: [...after],
    project: stack.project.name,
    service: ref,
    wave: waves.findIndex((wave) => wave.includes(ref.stack)),
    gates: [...(gates.get(key) ?? [])],
    check: chooseCheck(service, services),
    timeoutMs: timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs,
    retries: retries ?? settings.retries ?? 0,
    via,
    containers: containers.map(({ id }) => id),
    expectedMs: usualMs.get(key) ?? null,
    command:
      via === 'compose'
        ? ['docker', 'compose', ...startArguments(stack.project, ref.service)]
        : ['docker', 'start', name],
  }
}

/** How long the longest way through these starts usually takes, in milliseconds; null when nothing is known of them. */
export function expectLongest(starts: readonly StepOf<'start'>[]): number | null {
  const nodes = starts.map(({ service, expectedMs, gates }) => ({
    key: formatServiceRef(service),
    expectedMs,
    gates,
  }))
  return findCriticalPath(nodes)?.expectedMs ?? null
}

/** The operator's own probe first, then the container's health check, then what the Compose file implies. */
function chooseCheck(service: LabService, services: readonly LabService[]): ReadinessCheck {
  const { settings } = service
  if (settings.check && (settings.check.kind !== 'health' || service.service.healthCheck))
    return settings.check
  if (service.service.healthCheck) return { kind: 'health' }
  if (isOneShotByFiles(service, services)) return { kind: 'completed' }
  return { kind: 'running', graceMs: settings.graceMs ?? defaultGraceMs }
}
