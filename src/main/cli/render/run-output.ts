import { formatCount, formatServiceRef } from '../../../shared/format.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import type { Plan } from '../../../shared/plan.ts'
import type { RunEventOf } from '../../../shared/run.ts'
import { describeSecrets } from '../../../shared/secrets-words.ts'
import { line, span, verbatim, type Line } from './line.ts'

/** What a script or a hook prints, each line with whose it is: `ai/sglang | 2/6 earlyoom off`. */
export function renderOutput(plan: Plan, { step: id, lines, dropped }: RunEventOf<'step-output'>): Line[] {
  const step = plan.steps.find((each) => each.id === id)
  const name =
    step?.kind === 'hook'
      ? describeHook(step)
      : step?.kind === 'secrets'
        ? describeSecrets(step)
        : step && 'service' in step
          ? formatServiceRef(step.service)
          : id
  return [
    ...lines.map((text): Line => [span(`${name} | `, 'quiet'), ...verbatim(text)]),
    // The end of what is left out is told once, with no lines.
    ...(lines.length === 0 && dropped > 0
      ? [line(`${name}: ${formatCount(dropped, 'more line')} left out`, 'warning')]
      : []),
  ]
}
