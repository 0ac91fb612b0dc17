import type { RunEvent } from '../../../shared/run.ts'
import { applyRunEvent, type RunView } from '../../../shared/run-view.ts'

/** A run as the terminal shows it: the shared view, and when each step began. */
export interface RunScreen {
  readonly view: RunView
  /** Epoch milliseconds by step id. */
  readonly stepStartedAtMs: ReadonlyMap<string, number>
}

/** Folds one event into the screen; the first one must be `run-started`. */
export function applyToScreen(screen: RunScreen | null, event: RunEvent): RunScreen {
  const view = applyRunEvent(screen?.view ?? null, event)
  const before = screen?.stepStartedAtMs ?? new Map<string, number>()
  if (event.type !== 'step-started') return { view, stepStartedAtMs: before }
  return { view, stepStartedAtMs: new Map(before).set(event.step, Date.parse(event.at)) }
}
