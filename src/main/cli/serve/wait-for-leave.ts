import type { RunSummary } from '../../../shared/run.ts'
import { renderCancelling, renderGoingOn } from '../render/serve.ts'
import type { CommandContext } from '../session.ts'

/**
 * Resolves when the operator or the system wants serving to end. Ctrl-C while runs go on only says so; pressed again while
 * the same runs go on, it means it. SIGTERM always does. What goes on by then is cancelled with the end of the core.
 */
export function waitForLeave({
  ongoingRuns,
  takeInterrupts,
  terminal,
  isJson,
}: Pick<CommandContext, 'ongoingRuns' | 'takeInterrupts' | 'terminal' | 'isJson'>): Promise<void> {
  const asked = new Set<string>()
  const tell = (type: string, runs: readonly RunSummary[], render: typeof renderGoingOn) => {
    if (isJson) terminal.printJson({ type, runs: runs.map(({ id, kind, lab }) => ({ id, kind, lab })) })
    else terminal.print(render(runs.map(({ lab }) => lab.name)))
  }
  return new Promise((resolve) => {
    takeInterrupts((signal) => {
      const runs = ongoingRuns()
      if (signal === 'SIGINT' && runs.some(({ id }) => !asked.has(id))) {
        for (const { id } of runs) asked.add(id)
        return tell('runs-going-on', runs, renderGoingOn)
      }
      if (runs.length > 0) tell('cancelling', runs, renderCancelling)
      resolve()
    })
  })
}
