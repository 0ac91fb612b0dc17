import type { RunRequest } from '../../shared/contract.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { RunEvent } from '../../shared/run.ts'
import { exitCodeOfOutcome, exitCodes } from './exit-codes.ts'
import { createJsonReporter } from './report/json.ts'
import { createPlainReporter } from './report/plain.ts'
import type { RunReporter } from './report/reporter.ts'
import type { CommandContext } from './session.ts'

/**
 * Starts a run, shows it until it has finished, and gives its exit code. The first Ctrl-C cancels, the second one quits.
 * `start` begins it where it is no plain run of the lab.
 */
export async function followRun(
  context: CommandContext,
  request: RunRequest,
  start: () => Promise<{ readonly runId: string }> = () => context.client.runs.start(request),
): Promise<number> {
  const { client } = context
  const reporter = await createReporter(context, request)
  const interruption = takeInterruption(context, request, reporter)
  let last: RunEvent | undefined
  try {
    const { runId } = await start()
    interruption.cancelWith(() => client.runs.cancel({ runId }))
    for await (const event of await client.runs.events({ runId })) {
      last = event
      reporter.show(event)
    }
  } finally {
    await reporter.close()
  }
  if (last?.type !== 'run-finished')
    throw new SwitchyardError('INTERNAL', 'The run broke off without an outcome.')
  return exitCodeOfOutcome(last.outcome)
}

async function createReporter(context: CommandContext, request: RunRequest): Promise<RunReporter> {
  if (context.isJson) return createJsonReporter(context)
  if (!context.terminal.isLive) return createPlainReporter(context, request)
  // What redraws takes a moment to load, and scripts never need it.
  const { createLiveReporter } = await import('./report/live.ts')
  return createLiveReporter(context, request)
}

/** A Ctrl-C before the run has its id is kept, and cancels it as soon as it has. */
function takeInterruption(context: CommandContext, request: RunRequest, reporter: RunReporter) {
  let isCancelling = false
  let cancel: (() => Promise<unknown>) | undefined
  const send = () => {
    // A cancel that fails shows in the outcome, which is then not `cancelled`.
    void cancel?.().catch((error: unknown) => reporter.tell(`Cancelling failed: ${String(error)}`))
  }
  context.takeInterrupts(() => {
    if (isCancelling) return context.world.quit(exitCodes.cancelled)
    isCancelling = true
    const rest = request.rollback ? 'what this run started is stopped again' : 'what runs stays'
    reporter.tell(`Cancelling: ${rest}. Press Ctrl-C again to quit.`)
    send()
  })
  return {
    cancelWith(cancelRun: () => Promise<unknown>) {
      cancel = cancelRun
      if (isCancelling) send()
    },
  }
}
