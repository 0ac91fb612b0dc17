import type { RunRequest } from '../../shared/contract.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Plan } from '../../shared/plan.ts'
import type { RunEvent } from '../../shared/run.ts'
import { exitCodeOfOutcome, exitCodes } from './exit-codes.ts'
import { createJsonReporter } from './report/json.ts'
import { createPlainReporter } from './report/plain.ts'
import type { RunReporter } from './report/reporter.ts'
import type { CommandContext } from './session.ts'

export interface FollowOptions {
  /** Starts the run, when something else than the request asks for it. */
  readonly start?: () => Promise<{ readonly runId: string }>
  /** What is told after a run that succeeded. */
  readonly afterwards?: (context: CommandContext, plan: Plan) => Promise<void>
  readonly onEvent?: (event: RunEvent) => void
  /** It ends what was begun before: the first Ctrl-C does not cancel it. */
  readonly isCleanUp?: boolean
}

/** Starts a run, shows it until it has finished, and gives its exit code. The first Ctrl-C cancels, the second one quits. */
export async function followRun(
  context: CommandContext,
  request: RunRequest,
  {
    start = () => context.client.runs.start(request),
    afterwards,
    onEvent,
    isCleanUp = false,
  }: FollowOptions = {},
): Promise<number> {
  const { client } = context
  const reporter = await createReporter(context, request)
  const interruption = takeInterruption(context, request, reporter, isCleanUp)
  let plan: Plan | undefined
  let last: RunEvent | undefined
  try {
    const { runId } = await start()
    interruption.cancelWith(() => client.runs.cancel({ runId }))
    for await (const event of await client.runs.events({ runId })) {
      last = event
      if (event.type === 'run-started') plan = event.plan
      reporter.show(event)
      onEvent?.(event)
    }
  } finally {
    await reporter.close()
  }
  if (last?.type !== 'run-finished')
    throw new SwitchyardError('INTERNAL', 'The run broke off without an outcome.')
  if (plan && last.outcome === 'succeeded') await afterwards?.(context, plan)
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
function takeInterruption(
  context: CommandContext,
  request: RunRequest,
  reporter: RunReporter,
  isCleanUp: boolean,
) {
  let isCancelling = false
  let cancel: (() => Promise<unknown>) | undefined
  const send = () => {
    // A cancel that fails shows in the outcome, which is then not `cancelled`.
    void cancel?.().catch((error: unknown) => reporter.tell(`Cancelling failed: ${String(error)}`))
  }
  context.takeInterrupts(() => {
    if (isCancelling) return context.world.quit(exitCodes.cancelled)
    isCancelling = true
    if (isCleanUp) return reporter.tell('Cleaning up. Press Ctrl-C again to leave the rest as it is.')
    const rest = request.rollback ? 'what this run started is stopped again' : 'what runs stays'
    reporter.tell(`Cancelling: ${rest}. Press Ctrl-C again to quit.`)
    send()
  })
  return {
    cancelWith(cancelRun: () => Promise<unknown>) {
      cancel = cancelRun
      if (isCancelling && !isCleanUp) send()
    },
  }
}
