import { formatServiceRef } from '../../../shared/format.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { Execution } from './execution.ts'
import { runStepScript } from './run-step-script.ts'
import { beginStep, type StepEnd, type StepTools } from './step-tools.ts'

/**
 * Runs a hook when its turn comes. The end is what others go by: a hook that may fail has ended well for them, whatever the run
 * tells of it.
 */
export async function runHookStep(
  execution: Execution,
  step: StepOf<'hook'>,
  tools: StepTools,
): Promise<StepEnd> {
  const { signal, emit, failures } = execution
  const ends = new Map(await Promise.all(step.after.map(async (id) => [id, await tools.endOf(id)] as const)))
  if (signal.aborted) return 'cancelled'
  if (isInVain(execution, step, ends)) return 'skipped'
  const finish = beginStep(execution, step.id)
  const { stack, when: hook, command, dir, timeoutMs } = step
  const result = await runStepScript(execution, {
    step: step.id,
    command,
    dir,
    timeoutMs,
    stack,
    service: null,
    hook,
  })
  if (result.fault === null) return finish('succeeded')
  if (signal.aborted) return finish('cancelled')
  const reason = `The ${describeHook(step)} ${result.fault}`
  if (step.onFailure === 'continue') {
    const last = result.tail.at(-1)
    const message = `${reason}; the run goes on.${last ? ` It said: ${last}` : ''}`
    emit({ type: 'notice', level: 'warning', message })
    finish('failed', result.fault)
    return 'succeeded'
  }
  failures.push({ service: null, step: step.id, reason, exitCode: result.exitCode, log: [...result.tail] })
  return finish('failed', result.fault)
}

/** Whether what it belongs to does not happen. Before a start, other starts are only an order; before a stop, other stops. */
function isInVain({ plan }: Execution, step: StepOf<'hook'>, ends: ReadonlyMap<string, StepEnd>): boolean {
  const ordering = { before_start: 'start:', before_stop: 'stop:', after_start: null, after_stop: null }[
    step.when
  ]
  const failed = [...ends].flatMap(([id, end]) => (end === 'succeeded' ? [] : [id]))
  if (failed.some((id) => ordering === null || !id.startsWith(ordering))) return true
  if (failed.length === 0 || step.when !== 'before_start' || step.stack === null) return false
  const starts = plan.steps.filter((each) => each.kind === 'start' && each.service.stack === step.stack)
  return starts.every(
    (each) =>
      each.kind === 'start' &&
      each.gates.some(({ on, required }) => required && failed.includes(`start:${formatServiceRef(on)}`)),
  )
}
