import { applyRunEvent, type RunView } from '../../shared/run-view.ts'
import type { RunEvent } from '../../shared/run.ts'
import type { DesktopClient } from './desktop-core.ts'

/** Everything of a run as it happens, until it has ended or the signal; of what its scripts print nothing is kept. */
export async function hearRun(
  client: Pick<DesktopClient, 'runs'>,
  runId: string,
  onEvent: (view: RunView, event: RunEvent) => void,
  signal?: AbortSignal,
): Promise<RunView | null> {
  let view: RunView | null = null
  for await (const event of await client.runs.events({ runId }, signal ? { signal } : {})) {
    if (signal?.aborted) break
    if (event.type === 'step-output') continue
    view = applyRunEvent(view, event)
    onEvent(view, event)
  }
  return view
}
