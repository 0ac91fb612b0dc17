import { createLogUpdate } from 'log-update'
import type { VolumeWorkEvent } from '../../../shared/storage.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatLine, line } from '../render/line.ts'
import { renderNotice } from '../render/run-summary.ts'
import { describeProgress, renderVolumeWork } from '../render/volume-work.ts'
import type { CommandContext } from '../session.ts'

/** Shows a backup or a restore until it has ended, and gives its exit code. The first Ctrl-C cancels, the second one quits. */
export async function followVolumeWork(
  context: CommandContext,
  kind: 'backup' | 'restore',
  begin: (signal: AbortSignal) => Promise<AsyncIterable<VolumeWorkEvent>>,
): Promise<number> {
  const { terminal, isJson, world } = context
  const abort = new AbortController()
  const frame = terminal.isLive && !isJson ? createLogUpdate(terminal.stdout) : null
  context.takeInterrupts(() => {
    if (abort.signal.aborted) return world.quit(exitCodes.cancelled)
    abort.abort(new Error('cancelled'))
    if (!isJson) terminal.complain('Cancelling. Press Ctrl-C again to quit.')
  })
  let exitCode: number = exitCodes.failed
  let phaseSinceMs = world.now()
  try {
    for await (const event of await begin(abort.signal)) {
      if (event.type === 'done') exitCode = exitCodes.done
      if (event.type === 'cancelled') exitCode = exitCodes.cancelled
      if (event.type === 'phase') phaseSinceMs = world.now()
      if (isJson) {
        terminal.printJson(event)
        continue
      }
      if (event.type === 'progress') {
        const text = describeProgress(event, world.now() - phaseSinceMs)
        frame?.(formatLine(line(text, 'quiet'), terminal.style, terminal.columns()))
        continue
      }
      frame?.clear()
      if (event.type === 'warning') terminal.print([renderNotice(event.text, 'warning', terminal.style)])
      else terminal.print(renderVolumeWork(event, kind, terminal.style))
    }
  } finally {
    frame?.clear()
    frame?.done()
  }
  return exitCode
}
