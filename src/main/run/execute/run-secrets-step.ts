import type { StepOf } from '../../../shared/plan.ts'
import type { SecretFetch } from '../../../shared/secrets.ts'
import { describeFetch, describeSecrets, nameOf } from '../../../shared/secrets-words.ts'
import type { Execution } from './execution.ts'
import type { StepEnd } from './step-tools.ts'

/** What became of a provider before the run; `fallback` says what is used where it failed, null where it did not. */
export interface FetchOutcome extends SecretFetch {
  readonly fallback: string | null
}

/** Tells of secrets that were fetched before the plan was made. What follows goes on in any case: else there were no run. */
export function runSecretsStep(
  { secrets, emit }: Pick<Execution, 'secrets' | 'emit'>,
  step: StepOf<'secrets'>,
): StepEnd {
  const fetch = secrets.find(({ file }) => file === step.file)
  if (!fetch) return 'skipped'
  emit({ type: 'step-started', step: step.id })
  if (fetch.output.length > 0)
    emit({ type: 'step-output', step: step.id, stream: 'stderr', lines: [...fetch.output], dropped: 0 })
  if (fetch.fallback !== null) emit({ type: 'notice', level: 'warning', message: fetch.fallback })
  else if (fetch.outcome === 'written') emit({ type: 'notice', level: 'info', message: describeFetch(fetch) })
  if (fetch.keptCopy !== null)
    emit({ type: 'notice', level: 'info', message: describeCopy(step, fetch.keptCopy) })
  const isWell = fetch.outcome !== 'failed'
  emit({
    type: 'step-finished',
    step: step.id,
    outcome: isWell ? 'succeeded' : 'failed',
    elapsedMs: fetch.elapsedMs,
    message: isWell ? describeFetch(fetch) : fetch.fault,
  })
  return 'succeeded'
}

function describeCopy(step: StepOf<'secrets'>, copy: string): string {
  return `Before the ${describeSecrets(step)}, something else had written that file: it is kept as ${nameOf(copy)}.`
}
