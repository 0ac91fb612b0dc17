import { formatServiceRef } from '../../shared/format.ts'
import type { RunEvent } from '../../shared/run.ts'
import { exitCodeOfOutcome, exitCodes } from './exit-codes.ts'
import type { CommandContext } from './session.ts'

/**
 * Starts targets and waits until they are ready, with nothing on standard output, which belongs to the program that comes after.
 * Ctrl-C cancels. The exit code of the run.
 */
export async function startNeeds(
  { client, selection, terminal, takeInterrupts }: CommandContext,
  targets: readonly string[],
): Promise<number> {
  let cancel: () => unknown = () => undefined
  takeInterrupts(() => cancel())
  const { runId } = await client.runs.start({ ...selection, kind: 'start', targets: [...targets] })
  cancel = () => client.runs.cancel({ runId })
  let last: RunEvent | undefined
  for await (const event of await client.runs.events({ runId })) {
    last = event
    if (event.type === 'notice' && event.level === 'warning') terminal.complain(event.message)
  }
  if (last?.type !== 'run-finished') return exitCodes.failed
  for (const { service, reason } of last.failures)
    terminal.complain(`${service ? formatServiceRef(service) : 'The run'} failed: ${reason}.`)
  return exitCodeOfOutcome(last.outcome)
}
