import { formatServiceRef } from '../../../shared/format.ts'
import type { Plan, Step } from '../../../shared/plan.ts'
import { beganMs, endedMs, isGivenUp, type Story } from './story.ts'

/** When a step goes on, in milliseconds since the run began: as it was, or as it is expected. */
export interface StepWindow {
  readonly startMs: number
  readonly endMs: number
  readonly hasBegun: boolean
  readonly hasEnded: boolean
  /** Whether the end is known: it has been, or there is a usual time. */
  readonly isKnown: boolean
}

export type Schedule = ReadonlyMap<string, StepWindow>

export interface Wait {
  readonly id: string
  /** Opens when the other one has started, and not only when it is ready. */
  readonly opensAtStart: boolean
}

export type Waits = ReadonlyMap<string, readonly Wait[]>

/** A plan does not change, and folder order alone makes a wait of each service for each of the stack before. */
const known = new WeakMap<Plan, Waits>()

/** What a step waits for, by step id: the steps before it and, for a start, its gates. What the plan does not do is up. */
export function waitsOf(plan: Plan): Waits {
  const waits = known.get(plan) ?? collectWaits(plan)
  known.set(plan, waits)
  return waits
}

function collectWaits(plan: Plan): Waits {
  const ids = new Set(plan.steps.map(({ id }) => id))
  return new Map(
    plan.steps.map((step) => {
      const after = step.after.map((id): Wait => ({ id, opensAtStart: false }))
      const gates =
        step.kind === 'start'
          ? step.gates.map(({ on, condition }): Wait => ({
              id: `start:${formatServiceRef(on)}`,
              opensAtStart: condition === 'started',
            }))
          : []
      return [step.id, [...after, ...gates].filter(({ id }) => ids.has(id))]
    }),
  )
}

/**
 * Puts every step in time: what has happened as it was, the rest by the longest way through what it waits for, with the usual
 * times and never before `nowMs` (since the run began). Steps without a usual time count as nothing. Steps that will not
 * happen any more are left out, and so is everything that has not begun when `nowMs` is null: the run is over.
 */
export function scheduleSteps(story: Story, nowMs: number | null): Schedule {
  const { plan } = story.view
  const waits = waitsOf(plan)
  const steps = new Map(plan.steps.map((step) => [step.id, step]))
  const windows = new Map<string, StepWindow | null>()

  const visit = (step: Step): StepWindow | null => {
    const placed = windows.get(step.id)
    if (placed !== undefined) return placed
    // Against a circle, which a plan does not have, but a history may be damaged.
    windows.set(step.id, null)
    const window = place(step)
    windows.set(step.id, window)
    return window
  }

  const place = (step: Step): StepWindow | null => {
    const expectedMs = step.kind === 'start' ? step.expectedMs : null
    const began = beganMs(story, step)
    const ended = endedMs(story, step)
    if (ended !== null) {
      return { startMs: began ?? ended, endMs: ended, hasBegun: true, hasEnded: true, isKnown: true }
    }
    if (began !== null) {
      const endMs = Math.max(nowMs ?? began, began + (expectedMs ?? 0))
      return { startMs: began, endMs, hasBegun: true, hasEnded: false, isKnown: expectedMs !== null }
    }
    if (nowMs === null || isGivenUp(story, step)) return null
    let startMs = nowMs
    for (const wait of waits.get(step.id) ?? []) {
      const other = steps.get(wait.id)
      const window = other ? visit(other) : null
      if (window) startMs = Math.max(startMs, wait.opensAtStart ? window.startMs : window.endMs)
    }
    const endMs = startMs + (expectedMs ?? 0)
    return { startMs, endMs, hasBegun: false, hasEnded: false, isKnown: expectedMs !== null }
  }

  plan.steps.forEach(visit)
  return new Map([...windows].flatMap(([id, window]) => (window ? [[id, window] as const] : [])))
}

/** The plan in time before anything of it has happened; a start without a usual time counts as `unknownMs`. */
export function schedulePlan(plan: Plan, unknownMs = 0): Schedule {
  const steps = plan.steps.map((step) =>
    step.kind === 'start' ? { ...step, expectedMs: step.expectedMs ?? unknownMs } : step,
  )
  const view = {
    id: '',
    plan: { ...plan, steps },
    startedAtMs: 0,
    services: new Map(),
    steps: new Map(),
    host: new Map(),
    output: new Map(),
    notices: [],
    finished: null,
  }
  return scheduleSteps({ view, moments: new Map(), stepTimes: new Map() }, 0)
}

/** The end of the last step, in milliseconds since the run began; 0 for an empty schedule. */
export function endOfSchedule(schedule: Schedule): number {
  return Math.max(0, ...[...schedule.values()].map(({ endMs }) => endMs))
}

/**
 * The steps that made, or will make, the run as long as it is: from the last end back through whatever opened last. Ids from
 * the first to the last; empty for an empty schedule.
 */
export function findCriticalSteps(plan: Plan, schedule: Schedule): readonly string[] {
  const waits = waitsOf(plan)
  let last: string | null = null
  for (const { id } of plan.steps) {
    const endMs = schedule.get(id)?.endMs
    if (endMs !== undefined && (last === null || endMs > (schedule.get(last)?.endMs ?? 0))) last = id
  }
  const path: string[] = []
  while (last !== null && !path.includes(last)) {
    path.unshift(last)
    const own = schedule.get(last)
    let previous: string | null = null
    let openedMs = -1
    for (const { id, opensAtStart } of waits.get(last) ?? []) {
      const window = schedule.get(id)
      if (!window) continue
      const opensMs = Math.min(opensAtStart ? window.startMs : window.endMs, own?.startMs ?? Infinity)
      if (opensMs > openedMs) {
        openedMs = opensMs
        previous = id
      }
    }
    last = previous
  }
  return path
}
