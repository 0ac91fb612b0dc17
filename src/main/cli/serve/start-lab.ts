import { setTimeout as sleep } from 'node:timers/promises'
import { formatProblem } from '../../../shared/format.ts'
import { describeError } from '../describe-error.ts'
import { renderLabStart } from '../render/serve.ts'
import type { CommandContext } from '../session.ts'

const againMs = 2000
/** What goes away by itself: after a boot the engine comes later than we do. */
const passing: readonly string[] = ['ENGINE_UNREACHABLE', 'RUN_IN_PROGRESS']

/** Starts the lab, once after each boot, and tells what became of it. Never throws. */
export async function startLab(
  {
    client,
    selection,
    terminal,
    isJson,
  }: Pick<CommandContext, 'client' | 'selection' | 'terminal' | 'isJson'>,
  signal: AbortSignal,
): Promise<void> {
  const tell = (outcome: Parameters<typeof renderLabStart>[0]) => {
    if (isJson) terminal.printJson({ type: 'lab-start', outcome, dir: selection.dir })
    else terminal.print(renderLabStart(outcome, selection.dir))
  }
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      const { runId } = await client.autostart.startLab(selection)
      tell(runId === null ? 'before' : 'begun')
      if (runId === null) return
      for await (const event of await client.runs.events({ runId }, { signal }))
        if (event.type === 'run-finished') tell(event.outcome)
      return
    } catch (error) {
      const { problems } = describeError(error)
      if (signal.aborted) return
      if (!problems.every(({ code }) => passing.includes(code))) {
        for (const problem of problems) terminal.complain(formatProblem(problem))
        return
      }
      if (tries === 0) tell('waits')
      await sleep(againMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
}
