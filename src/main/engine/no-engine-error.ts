import { SwitchyardError } from '../../shared/errors.ts'
import { formatSteps } from '../../shared/next-steps.ts'
import type { NextStep, SituationKind } from '../../shared/situation.ts'

export interface AbsenceExplanation {
  readonly kind: SituationKind
  /** One sentence. */
  readonly message: string
  /** The way to an engine, the likeliest first. */
  readonly steps: readonly NextStep[]
}

/** An engine that cannot be reached, with the way to one. */
export class NoEngineError extends SwitchyardError {
  readonly explanation: AbsenceExplanation

  constructor(explanation: AbsenceExplanation, cause: unknown) {
    super('ENGINE_UNREACHABLE', explanation.message, { hint: formatSteps(explanation.steps), cause })
    this.explanation = explanation
  }
}
