import { formatList, formatServiceRef } from '../../../shared/format.ts'
import { indexServiceSteps, listUnmetGates, phaseOf, signalOfPhase } from './run-phase.ts'
import type { Phase, ServiceSteps } from './run-phase.ts'
import type { RunScreen } from './run-screen.ts'
import type { Signal } from './style.ts'
import { countPhases, rollUpPhases } from './run-roll-up.ts'

export interface ServiceRow {
  readonly stack: string
  readonly name: string
  readonly phase: Phase
  readonly signal: Signal
  readonly isProbed: boolean
  readonly elapsedMs: number | null
  readonly expectedMs: number | null
  readonly detail: string | null
}

export interface StackRow {
  readonly name: string
  readonly signal: Signal
  readonly word: string
  /** How many services are in which phase: `12 ready (2 probed), 3 waiting`. */
  readonly counts: string
  readonly services: readonly ServiceRow[]
}

/** Every stack of a run with its services, in the order of the waves. */
export function listStackRows(screen: RunScreen, nowMs: number): StackRow[] {
  const { plan } = screen.view
  const services = listServiceRows(screen, nowMs)
  const names = new Set([...plan.waves.flat(), ...services.map(({ stack }) => stack)])
  return [...names].flatMap((name) => {
    const own = services.filter(({ stack }) => stack === name)
    if (own.length === 0) return []
    return [{ name, ...rollUpPhases(own, screen.view), counts: countPhases(own, plan.kind), services: own }]
  })
}

function listServiceRows(screen: RunScreen, nowMs: number): ServiceRow[] {
  const { view } = screen
  const unchanged = new Set(view.plan.unchanged.map(formatServiceRef))
  const steps = [...indexServiceSteps(view.plan).values()].filter(
    ({ service }) => !unchanged.has(formatServiceRef(service)),
  )
  return [
    ...view.plan.unchanged.map(({ stack, service }) => createRow(stack, service, 'already', screen)),
    ...steps.map((own) => {
      const { stack, service } = own.service
      const phase = phaseOf(view, own)
      return {
        ...createRow(stack, service, phase, screen),
        ...describeProgress(screen, own, phase, unchanged, nowMs),
      }
    }),
  ]
}

function createRow(stack: string, name: string, phase: Phase, { view }: RunScreen): ServiceRow {
  const signal = signalOfPhase(phase, view.plan)
  return { stack, name, phase, signal, isProbed: false, elapsedMs: null, expectedMs: null, detail: null }
}

function describeProgress(
  { view, stepStartedAtMs }: RunScreen,
  steps: ServiceSteps,
  phase: Phase,
  unchanged: ReadonlySet<string>,
  nowMs: number,
): Partial<ServiceRow> {
  const service = view.services.get(formatServiceRef(steps.service))
  const detail = service?.detail ?? null
  switch (phase) {
    case 'waiting':
    case 'created': {
      const unmet = listUnmetGates(view, unchanged, steps.start?.gates ?? [])
      return { detail: detail ?? (unmet.length > 0 ? `waits for ${formatList(unmet, 2)}` : null) }
    }
    case 'starting':
    case 'loading': {
      const startedAtMs = service?.startedAtMs ?? (steps.start && stepStartedAtMs.get(steps.start.id))
      const elapsedMs = startedAtMs === undefined ? null : nowMs - startedAtMs
      return { elapsedMs, expectedMs: steps.start?.expectedMs ?? null, detail }
    }
    case 'stopping': {
      const startedAtMs = steps.stop && stepStartedAtMs.get(steps.stop.id)
      return { elapsedMs: startedAtMs === undefined ? null : nowMs - startedAtMs, detail }
    }
    case 'ready':
      return { elapsedMs: service?.elapsedMs ?? null, isProbed: service?.readyBy === 'probe' }
    case 'done':
      return { elapsedMs: service?.elapsedMs ?? null }
    case 'failed':
      return { elapsedMs: service?.elapsedMs ?? null, detail }
    case 'already':
    case 'running':
    case 'stopped':
    case 'removing':
    case 'removed':
    case 'not started':
      return {}
  }
}
