import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import type { RunEvent } from '../../shared/run.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'

const lookEveryMs = 250

/**
 * The events of a run of another process, as they are recorded: until `run-finished`, or until its process is gone without
 * one. Throws RUN_UNKNOWN.
 */
export async function* followRecorded(
  history: History,
  stateDir: string,
  runId: string,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent> {
  const begun = history.readEvents(runId)
  const [first] = begun
  if (first?.type !== 'run-started') throw new SwitchyardError('RUN_UNKNOWN', `There is no run ${runId}.`)
  const { dir } = first.plan.lab
  let last: RunEvent = first
  let seen = 0
  for (let events = begun; !signal?.aborted; events = history.readEvents(runId, seen)) {
    seen += events.length
    last = events.at(-1) ?? last
    yield* events
    if (last.type === 'run-finished') return
    if (findOpenRun(history, stateDir, dir)?.run.id !== runId) {
      // It can have ended between the last look and this one, and its last event be on its way.
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
      yield* history.readEvents(runId, seen)
      return
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
