import type { RunEvent } from '../../../shared/run.ts'

/** One way of showing a run while it goes on. */
export interface RunReporter {
  readonly show: (event: RunEvent) => void
  /** One sentence of the door itself, not of the run. */
  readonly tell: (sentence: string) => void
  /** Leaves the terminal as it was found; called once, also when the run broke off. */
  readonly close: () => Promise<void>
}
